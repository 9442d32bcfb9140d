"""What is started on a desktop."""

from collections.abc import Sequence


def filled(program: Sequence[str], **known: str) -> tuple[str, ...]:
    """Return a program with its arguments in which ``{beamline}`` and the like are put; other braces stay."""
    return tuple(_filled(part, known) for part in program)


def _filled(part: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        part = part.replace(f"{{{name}}}", value)
    return part
