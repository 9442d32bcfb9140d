"""What can be wrong with an image."""

from farlight.kernel.errors import Invalid, Objection


class ImageError(Invalid):
    """Images cannot be read; the message names the file where one is known, says why and what to do."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__([Objection(message=message, mend=mend)])
