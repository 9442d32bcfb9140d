"""Whether what somebody proved elsewhere is a fresh second factor here."""

from datetime import datetime

from farlight.kernel.errors import Objection
from farlight.people.domain.elevation import STEP_UP, until
from farlight.people.domain.identities import Identity
from farlight.people.types import ProviderDefinition


def objections_to_proof(
    identity: Identity, *, provider: ProviderDefinition, needs_factor: bool, now: datetime
) -> tuple[Objection, ...]:
    """What stands in the way of a sign-on elsewhere counting as a proof that is given now.

    Parameters
    ----------
    needs_factor : bool
        Whether a second factor is needed; else it is enough that the person signed on there just now.
    """
    found = []
    if needs_factor and not identity.gave_factor:
        said = f"it answered acr “{identity.acr}”" if identity.acr else "it did not say how you signed on"
        counts = " or ".join(f"“{value}”" for value in provider.second_factor) or "nothing"
        message = f"{provider.name} did not ask you for a second factor: {said}, and {counts} counts here."
        found.append(Objection(message=message, mend="Take another way, or ask the facility to set it up there."))
    if until(min(identity.proved_at, now), now=now) is None:
        limit = int(STEP_UP.total_seconds()) // 60
        minutes = int((now - identity.proved_at).total_seconds()) // 60
        message = f"You signed on at {provider.name} {minutes} minutes ago; it must be within {limit}."
        if not identity.proved_at_s:
            message = f"{provider.name} does not say when you signed on there; it must be within {limit} minutes."
        found.append(Objection(message=message, mend="Sign out there and try again, or take another way."))
    return tuple(found)
