"""A sample changer as one group sees it: its own containers whole, those of others as places that are taken."""

from collections.abc import Collection, Mapping

from farlight.acquisition.types import ChangerPosition, Puck, PuckPlace
from farlight.samples.types import ContainerContents, ContainerTypeSummary

ANOTHER_GROUP = "another group's"


def puck_of(
    contents: ContainerContents, layout: ContainerTypeSummary | None, *, ours: str, seen: Collection[str], movable: bool
) -> Puck:
    """Return a container as somebody sees it.

    Parameters
    ----------
    contents : ContainerContents
        The container and what lies in it.
    layout : ContainerTypeSummary or None
        Where its slots are; None when that is not known.
    ours : str
        Code of the session's proposal.
    seen : collection of str
        Codes of the proposals whose samples the person may see.
    movable : bool
        Whether the person may move containers of this proposal.
    """
    if contents.proposal not in seen:
        return Puck(code="", name=ANOTHER_GROUP, proposal="", is_ours=False, may_move=False, places=())
    lies = {taken.slot: taken.specimen for taken in contents.slots}
    slots = layout.slots if layout else ()
    return Puck(
        code=contents.code,
        name=contents.name,
        proposal=contents.proposal,
        is_ours=contents.proposal == ours,
        may_move=movable,
        places=tuple(PuckPlace(slot=slot, specimen=lies.get(slot.name)) for slot in slots),
    )


def positions_of(layout: ContainerTypeSummary, pucks: Mapping[str, Puck]) -> tuple[ChangerPosition, ...]:
    """Return every position of a changer with what lies in it; ``pucks`` are by the name of their position."""
    return tuple(ChangerPosition(slot=slot, puck=pucks.get(slot.name)) for slot in layout.slots)


def fits(layout: ContainerTypeSummary, container_type: ContainerTypeSummary | None) -> bool:
    """Whether any position of a changer takes a container of some type."""
    words = {container_type.code, container_type.form_factor} if container_type else set()
    return any(not slot.accepts or words & set(slot.accepts) for slot in layout.slots)
