"""What a proposal has already: what a sheet is held against."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from farlight.samples.domain.sheets.headings import folded

_DROP = re.compile(r".*\d[a-z]\Z")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-_. ](?=\d)")


@dataclass(frozen=True, kw_only=True)
class KnownSample:
    """A sample that the proposal has."""

    code: str
    name: str
    acronym: str
    is_movable: bool = True
    """Whether a sheet may still change it: none of its pieces has left home."""
    container: str = ""
    """Name of the container that its first piece lies in."""
    slot: str = ""
    barcodes: tuple[str, ...] = ()
    technique: str = ""
    comment: str = ""
    role: str = "sample"
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class KnownType:
    """A sort of container."""

    code: str
    title: str
    slots: tuple[str, ...]
    form_factor: str = ""
    accepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By slot: what fits; nothing when anything does."""

    @cached_property
    def by_key(self) -> dict[str, str]:
        """Slots by their names without zeros and signs: ``a01`` and ``A-1`` are both ``A1``.

        The drops of a well are also found by counting them: ``A1-2`` is ``A1b``.
        """
        drops: dict[str, list[str]] = defaultdict(list)
        for slot in self.slots:
            if _DROP.match(slot):
                drops[slot[:-1]].append(slot)
        counted = {f"{slot_key(well)}.{number}": slot for well in drops for number, slot in enumerate(drops[well], 1)}
        return {**counted, **{slot_key(slot): slot for slot in self.slots}}

    @property
    def slots_in_words(self) -> str:
        """``1 to 16``, ``A1 to H12``."""
        return f"{self.slots[0]} to {self.slots[-1]}" if len(self.slots) > 1 else "".join(self.slots)

    def takes(self, slot: str, other: "KnownType") -> bool:
        """Whether a container of another type fits into a slot."""
        accepted = self.accepts.get(slot, ())
        return not accepted or other.code in accepted or other.form_factor in accepted


@dataclass(frozen=True, kw_only=True)
class KnownContainer:
    """A container that the proposal may fill."""

    name: str
    type: str
    layout: KnownType | None = None
    """Its own slots, where they are others than those of new containers of its type; None when they are the same."""
    outer: str = ""
    outer_slot: str = ""
    is_open: bool = True
    """Whether things may still be put into it: it is not on its way, nor retired."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a proposal has."""

    proposal: str
    substances: tuple[str, ...] = ()
    """Acronyms."""
    samples: Mapping[str, KnownSample] = field(default_factory=dict)
    """By name."""
    containers: Mapping[str, KnownContainer] = field(default_factory=dict)
    """By name in lower case."""
    taken: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By container in lower case and slot: the name of the sample or container that lies there, empty when it is not
    for the group to know."""
    types: Mapping[str, KnownType] = field(default_factory=dict)
    """By code, the current version of each."""
    usual_technique: str = ""
    """What most of its samples are measured by; empty when it has none."""

    @cached_property
    def type_names(self) -> dict[str, str]:
        """Codes of container types by everything that they are called, folded."""
        names = {}
        for code, one in self.types.items():
            for name in (code, one.title):
                names[folded(name).replace(" ", "")] = code
        return names

    def words_of(self, technique: str, containers: tuple[str, ...]) -> frozenset[str]:
        """Return words in lower case that speak for a technique: its containers by type and name, its being usual."""
        types = {code for code in containers if code in self.types}
        names = {name for name, one in self.containers.items() if one.type in types}
        titles = {self.types[code].title.casefold() for code in types}
        return frozenset({*types, *names, *titles, *([""] if technique == self.usual_technique else [])})

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """Acronyms by their lower case."""
        return {acronym.casefold(): acronym for acronym in self.substances}

    @cached_property
    def barcodes(self) -> dict[str, str]:
        """The name of the sample that has a barcode."""
        return {barcode: sample.name for sample in self.samples.values() for barcode in sample.barcodes}


def slot_key(text: str) -> str:
    """``A01``, ``a-1`` and ``A 1.0`` -> ``a1``; ``A1-2`` -> ``a1.2``."""
    plain = _BETWEEN_DIGITS.sub(".", text.strip().casefold().removesuffix(".0"))
    key, digits = "", ""
    for letter in plain:
        if letter.isdigit():
            digits += letter
            continue
        key += digits.lstrip("0") or digits[:1]
        digits = ""
        key += letter if letter.isalnum() or letter == "." else ""
    return key + (digits.lstrip("0") or digits[:1])
