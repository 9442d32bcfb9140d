"""What lies in a container, compared with what was declared.

Pucks come turned by some positions, pins are missing, unreadable or exchanged, or belong to another puck. The whole
container is looked at before the slots are: when everything that was read fits the declaration turned by one of the
symmetries of the container's kind, then it is turned, and not sixteen pins that lie wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_FOR_ROTATION = 3
"""Fewer codes than this that fit a turned container may be chance."""


class PinState(StrEnum):
    """What a scanner says of a slot."""

    READ = "read"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    """Something is there, but its code cannot be read."""


class FindingKind(StrEnum):
    """How a slot stands to what was declared."""

    AS_DECLARED = "as_declared"
    NOT_LOOKED_AT = "not_looked_at"
    MISSING = "missing"
    """Declared, and the slot is empty."""
    UNREADABLE = "unreadable"
    UNEXPECTED = "unexpected"
    """Something unreadable where nothing was declared."""
    UNKNOWN_CODE = "unknown_code"
    """A code that nobody has declared."""
    OTHER_SLOT = "other_slot"
    """Declared for another slot of this container."""
    EXCHANGED = "exchanged"
    """Two slots hold each other's."""
    OTHER_CONTAINER = "other_container"
    """Declared for another container."""
    READ_TWICE = "read_twice"
    """The same code in two slots."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What should be in a slot."""

    specimen: str
    """Its code."""
    name: str
    barcodes: tuple[str, ...] = ()
    """The codes that stand on it; without one, whatever is there is taken for it."""


@dataclass(frozen=True, kw_only=True)
class PinRead:
    """What was read in a slot."""

    state: PinState
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What is known of a code that is not declared for this container."""

    specimen: str
    name: str
    container: str = ""
    """Empty when it is in no container."""
    slot: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One slot."""

    slot: str
    kind: FindingKind
    message: str
    """As a sentence."""
    barcode: str = ""
    specimen: str = ""
    """Code of what lies there, when that is known."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Where a specimen belongs after a correction."""

    specimen: str
    slot: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A container, as it was read."""

    findings: tuple[Finding, ...]
    """Every slot, in the order of the container's kind."""
    turned_by: int | None = None
    """By which of the symmetries, from 1, the whole container is turned; None when it is not."""
    correction: tuple[Placed, ...] | None = None
    """Where everything that is known goes when what was read is right; None when that cannot be said."""

    @property
    def agrees(self) -> bool:
        """Whether nothing differs from the declaration."""
        return all(finding.kind in _WELL for finding in self.findings)

    @property
    def summary(self) -> str:
        """The whole as one sentence."""
        if self.turned_by is not None:
            return "The container is turned: everything lies as declared, but some positions further."
        odd = sum(finding.kind not in _WELL for finding in self.findings)
        if odd:
            return f"{odd} {'position differs' if odd == 1 else 'positions differ'} from the declaration."
        looked = sum(finding.kind is FindingKind.AS_DECLARED for finding in self.findings)
        return f"All {looked} positions that were read are as declared." if looked else "Nothing was read."


_WELL = frozenset({FindingKind.AS_DECLARED, FindingKind.NOT_LOOKED_AT})


def compare(
    slots: Sequence[str],
    declared: Mapping[str, Declared],
    read: Mapping[str, PinRead],
    *,
    rotations: Sequence[Mapping[str, str]] = (),
    elsewhere: Mapping[str, Elsewhere] | None = None,
) -> Comparison:
    """Compare what was read with what was declared.

    Parameters
    ----------
    slots : sequence of str
        Names of the container's slots, in their order.
    declared, read : mapping
        By the name of the slot; a slot that was not looked at has no reading.
    rotations : sequence of mapping
        The symmetries of the container's kind: each says for every slot in which other slot its content is found when
        the container stands turned.
    elsewhere : mapping
        What is known of codes that are not declared for this container, by the code in capitals.
    """
    looked = _Looked(slots, declared, read, elsewhere or {})
    turned = next((n for n, turn in enumerate(rotations, 1) if looked.fits(turn)), None)
    findings = tuple(looked.finding(slot) for slot in slots)
    return Comparison(
        findings=findings,
        turned_by=turned,
        correction=looked.turned(rotations[turned - 1]) if turned else looked.correction(findings),
    )


class _Looked:
    """The container, the declaration and the readings together."""

    def __init__(
        self,
        slots: Sequence[str],
        declared: Mapping[str, Declared],
        read: Mapping[str, PinRead],
        elsewhere: Mapping[str, Elsewhere],
    ) -> None:
        self.slots, self.declared, self.read, self.elsewhere = slots, declared, read, elsewhere
        self.home = {code.upper(): slot for slot, thing in declared.items() for code in thing.barcodes}
        codes = [pin.barcode.upper() for pin in read.values() if pin.state is PinState.READ]
        self.twice = {code for code in codes if codes.count(code) > 1}

    def home_of(self, slot: str) -> str | None:
        """Slot that what was read in a slot is declared for."""
        pin = self.read.get(slot)
        return self.home.get(pin.barcode.upper()) if pin is not None and pin.state is PinState.READ else None

    def fits(self, turn: Mapping[str, str]) -> bool:
        """Whether everything that was read lies where the turned container would have it."""
        if self.twice or not any(turn[slot] != slot for slot in turn):
            return False
        fitting = 0
        for slot, pin in self.read.items():
            if pin.state is not PinState.READ:
                continue
            home = self.home_of(slot)
            if home is None or turn.get(home) != slot:
                return False
            fitting += home != slot
        filled = {turn[slot] for slot in self.declared if slot in turn}
        empty = {slot for slot, pin in self.read.items() if pin.state is PinState.EMPTY}
        return fitting >= LEAST_FOR_ROTATION and not filled & empty

    def turned(self, turn: Mapping[str, str]) -> tuple[Placed, ...]:
        """Where everything declared lies in the turned container."""
        return tuple(Placed(specimen=thing.specimen, slot=turn[slot]) for slot, thing in self.declared.items())

    def finding(self, slot: str) -> Finding:
        """How a slot stands to what was declared."""
        pin, declared = self.read.get(slot), self.declared.get(slot)
        if pin is None:
            return Finding(slot=slot, kind=FindingKind.NOT_LOOKED_AT, message=f"Position {slot} was not looked at.")
        if pin.state is PinState.READ:
            return self._of_code(slot, pin.barcode, declared)
        if declared is None:
            return self._of_nothing_declared(slot, pin)
        if pin.state is PinState.EMPTY:
            return Finding(
                slot=slot,
                kind=FindingKind.MISSING,
                message=f"{declared.name} should be in position {slot}, which is empty.",
            )
        return Finding(
            slot=slot,
            kind=FindingKind.UNREADABLE,
            message=f"The code in position {slot} cannot be read; {declared.name} is declared there.",
        )

    def _of_nothing_declared(self, slot: str, pin: PinRead) -> Finding:
        if pin.state is PinState.EMPTY:
            return Finding(slot=slot, kind=FindingKind.AS_DECLARED, message=f"Position {slot} is empty, as declared.")
        return Finding(
            slot=slot,
            kind=FindingKind.UNEXPECTED,
            message=f"Something is in position {slot}, where nothing is declared; its code cannot be read.",
        )

    def _of_code(self, slot: str, barcode: str, declared: Declared | None) -> Finding:
        code, home = barcode.upper(), self.home.get(barcode.upper())
        if code in self.twice:
            there = ", ".join(s for s in self.slots if (p := self.read.get(s)) and p.barcode.upper() == code)
            return self._finding(slot, FindingKind.READ_TWICE, barcode, f"{barcode} was read in positions {there}.")
        if home == slot or (
            home is None and declared is not None and not declared.barcodes and code not in self.elsewhere
        ):
            name = declared.name if declared else barcode
            return self._finding(
                slot, FindingKind.AS_DECLARED, barcode, f"{name} is in position {slot}, as declared.", declared
            )
        if home is not None:
            return self._moved(slot, barcode, home)
        known = self.elsewhere.get(code)
        if known is None:
            message = f"Nobody has declared {barcode}, which is in position {slot}."
            return self._finding(slot, FindingKind.UNKNOWN_CODE, barcode, message)
        place = f"{known.container}, position {known.slot}" if known.container else "no container"
        message = f"{known.name} is in position {slot}, but is declared in {place}."
        return Finding(
            slot=slot,
            kind=FindingKind.OTHER_CONTAINER,
            message=message,
            barcode=barcode,
            specimen=known.specimen,
        )

    def _moved(self, slot: str, barcode: str, home: str) -> Finding:
        thing = self.declared[home]
        if self.home_of(home) == slot:
            message = f"{thing.name} and {self.declared[slot].name} are exchanged: positions {slot} and {home}."
            return self._finding(slot, FindingKind.EXCHANGED, barcode, message, thing)
        message = f"{thing.name} is in position {slot}, not in {home} as declared."
        return self._finding(slot, FindingKind.OTHER_SLOT, barcode, message, thing)

    def _finding(
        self, slot: str, kind: FindingKind, barcode: str, message: str, thing: Declared | None = None
    ) -> Finding:
        specimen = thing.specimen if thing is not None else ""
        return Finding(slot=slot, kind=kind, message=message, barcode=barcode, specimen=specimen)

    def correction(self, findings: Sequence[Finding]) -> tuple[Placed, ...] | None:
        """Where everything known goes; None when nothing is to be moved, or what was read contradicts itself.

        What was not looked at and what cannot be read stays where it is declared, unless its place is taken.
        """
        kinds = {finding.kind for finding in findings}
        if not kinds & _CORRECTED or kinds & _UNCLEAR:
            return None
        placed = {f.slot: f.specimen for f in findings if f.specimen}
        for finding in findings:
            thing = self.declared.get(finding.slot)
            stays = thing is not None and thing.specimen not in placed.values() and finding.slot not in placed
            if stays and thing is not None and finding.kind is not FindingKind.MISSING:
                placed[finding.slot] = thing.specimen
        return tuple(Placed(specimen=placed[slot], slot=slot) for slot in self.slots if slot in placed)


_CORRECTED = frozenset(
    {FindingKind.OTHER_SLOT, FindingKind.EXCHANGED, FindingKind.OTHER_CONTAINER, FindingKind.MISSING}
)
_UNCLEAR = frozenset({FindingKind.READ_TWICE, FindingKind.UNKNOWN_CODE, FindingKind.UNEXPECTED})
