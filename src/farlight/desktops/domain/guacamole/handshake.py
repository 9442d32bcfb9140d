"""How a line to `guacd` begins: ``select``, ``args``, then what the client can do, then ``connect``.

Guacamole manual, "The Guacamole protocol", section "Handshake phase".
"""

from collections.abc import Mapping, Sequence

from farlight.desktops.domain.guacamole.instructions import Instruction

_VERSION = "VERSION_"
VERSIONS = ("VERSION_1_1_0", "VERSION_1_3_0", "VERSION_1_5_0")
"""The ones that are spoken here, the oldest first."""
PICTURES = ("image/png", "image/jpeg", "image/webp")
DPI = 96


def spoken_version(args: Sequence[str]) -> str:
    """Return the version to go on with: the server's own, or the newest of ours; empty for one before 1.1."""
    said = args[0] if args else ""
    if not said.startswith(_VERSION):
        return ""
    known = [version for version in VERSIONS if _order(version) <= _order(said)]
    return known[-1] if known else ""


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.removeprefix(_VERSION).split("_") if part.isdigit())


def unknown_parameters(args: Sequence[str], given: Mapping[str, str]) -> tuple[str, ...]:
    """Return which of the parameters the server does not know for the protocol."""
    return tuple(sorted(set(given) - set(args)))


def answer_to(
    args: Sequence[str], *, given: Mapping[str, str], size_px: tuple[int, int], time_zone: str
) -> list[Instruction]:
    """Return what is said after ``args``: what the client can do, and the parameters in the order asked for."""
    version = spoken_version(args)
    width, height = size_px
    return [
        Instruction("size", (str(width), str(height), str(DPI))),
        Instruction("audio"),
        Instruction("video"),
        Instruction("image", PICTURES),
        Instruction("timezone", (time_zone,)),
        Instruction("connect", (version, *(given.get(name, "") for name in args[1:]))),
    ]
