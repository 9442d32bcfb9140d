"""What happens with checks."""

from farlight.kernel.events import Event


class SetUpChecked(Event):
    """Somebody of a session checked their set-up."""

    session: str
    username: str
    full_name: str
    standing: str
    """``good``, ``weak`` or ``bad``."""
