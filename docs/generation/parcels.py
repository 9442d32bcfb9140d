"""The machine of parcels: its diagram and its table."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from generation.tables import code, table

HEAD = """# States of a parcel

Drawn from the table that the code uses (`farlight.shipping.domain.table`). [What it means](../explanation/parcels.md).

<!-- diagram -->"""

HOLDS = """\
A hold lies over where the parcel is on its way. It ends by one of its moves and leads back to where the parcel was,
unless a state is named."""

PLAIN = ("deliver", "receive", "reopen", "cancel")
"""Moves that would make the diagram a net: they stand in the table."""


def page() -> str | None:
    """Return the page."""
    if find_spec("farlight.shipping") is None or find_spec("farlight.shipping.domain.table") is None:
        return None
    from farlight.shipping.domain import table as machine  # may not be there yet

    return "\n\n".join(
        [
            HEAD,
            _diagram(machine),
            "<!-- /diagram -->",
            "## The way",
            _way(machine),
            "## What can hold a parcel",
            HOLDS,
            _holds(machine),
            "## Remarks",
            "They change no state.",
            _remarks(machine),
        ]
    )


def _diagram(machine: Any) -> str:
    lines = ["```mermaid", "stateDiagram-v2", "  [*] --> draft: create"]
    for state, ways in machine.NEXT.items():
        for move, following in ways.items():
            on_the_way = following is not state and (move.value not in PLAIN or state.value == "in_transit")
            if on_the_way:
                lines.append(f"  {state.value} --> {following.value}: {move.label}")
        if not ways:
            lines.append(f"  {state.value} --> [*]")
    return "\n".join([*lines, "```"])


def _who(machine: Any, move: Any) -> str:
    return ", ".join(sorted(party.value for party in machine.WHO[move]))


def _way(machine: Any) -> str:
    rows = [
        (code(state.value), code(move.value), code(following.value), _who(machine, move))
        for state, ways in machine.NEXT.items()
        for move, following in ways.items()
    ]
    return table(["in", "move", "leads to", "made by"], rows)


def _holds(machine: Any) -> str:
    rows = []
    for state, hold in machine.HOLDS.items():
        ways = [
            f"{code(m.value)} to {code(hold.leads_to[m].value)}" if m in hold.leads_to else code(m.value)
            for m in sorted(hold.ended_by)
        ]
        rows.append(
            (code(state.value), code(hold.entered_by.value), _listed(hold.out_of), ", ".join(ways), _listed(hold.under))
        )
    return table(["hold", "begins by", "out of", "ends by", "meanwhile"], rows)


def _remarks(machine: Any) -> str:
    rows = [(code(move.value), _who(machine, move), _listed(where)) for move, where in machine.REMARKS.items()]
    return table(["move", "made by", "in"], rows)


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(code(value.value) for value in sorted(values)) or "nothing"
