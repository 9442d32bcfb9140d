"""Names of space groups and of the lattices they belong to."""

import gemmi

_SYSTEM_LETTERS = {
    "triclinic": "a",
    "monoclinic": "m",
    "orthorhombic": "o",
    "tetragonal": "t",
    "trigonal": "h",
    "hexagonal": "h",
    "cubic": "c",
}

_MIRROR_IMAGES = (
    (76, 78),
    (91, 95),
    (92, 96),
    (144, 145),
    (151, 153),
    (152, 154),
    (169, 170),
    (171, 172),
    (178, 179),
    (180, 181),
    (212, 213),
)
"""Numbers of the eleven pairs of enantiomorphic space groups (International Tables A)."""


def space_group_named(name: str) -> gemmi.SpaceGroup | None:
    """Return the space group that a symbol such as ``P 43 21 2``, ``P43212`` or ``R3:H`` names; None when none does."""
    return gemmi.find_spacegroup_by_name(name)


def _with_operations(operations: gemmi.GroupOps) -> gemmi.SpaceGroup | None:
    return gemmi.find_spacegroup_by_ops(operations)


def symbol_from_hall(hall: str) -> str:
    """Return the Hermann-Mauguin symbol of a Hall symbol; the Hall symbol itself in a setting without a name."""
    found = _with_operations(gemmi.symops_from_hall(hall.strip()))
    return hall.strip() if found is None else str(found.xhm())


def plain_symbol(space_group: str) -> str:
    """Return a space group's symbol as one word, such as ``P43212``; as given, closed up, when it is unknown."""
    found = space_group_named(space_group)
    return (space_group if found is None else str(found.xhm())).replace(" ", "")


def lattice_of(space_group: str) -> str:
    """Return the Bravais lattice of a space group, such as ``tP``; empty when the symbol is unknown.

    Rhombohedral groups are ``hR`` in either setting; base-centred ones are written ``C`` as DIALS does, but for
    monoclinic body-centred settings, which keep their ``I``.
    """
    found = space_group_named(space_group)
    if found is None:
        return ""
    letter = _SYSTEM_LETTERS[found.crystal_system_str()]
    if letter == "h" and found.hm.startswith("R"):
        return "hR"
    centring = found.centring_type()
    return letter + ("C" if centring in {"A", "B"} else centring)


def mirror_image_of(space_group: str) -> str:
    """Return the enantiomorph with the same intensities: ``P 43 21 2`` for ``P 41 21 2``; empty when there is none."""
    found = space_group_named(space_group)
    numbers = {one: other for pair in _MIRROR_IMAGES for one, other in (pair, pair[::-1])}
    if found is None or found.number not in numbers:
        return ""
    return str(gemmi.find_spacegroup_by_number(numbers[found.number]).xhm())
