"""What is declared about dangers: whether it is whole, which colour it means, what changed, what needs nobody to look.

The rules propose; a person of the safety group decides. Hazard statements are those of the GHS (UN, Globally Harmonized
System, 9th edition, annex 3) and of the CLP regulation (EC 1272/2008); risk groups are those of directive 2000/54/EC,
classes of contained use those of directive 2009/41/EC.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from farlight.kernel.errors import Objection
from farlight.samples.types import Hazard, HazardDeclaration, ProfileState

NEXT_STATES: Mapping[ProfileState, frozenset[ProfileState]] = {
    ProfileState.DRAFT: frozenset({ProfileState.SUBMITTED}),
    ProfileState.SUBMITTED: frozenset({ProfileState.APPROVED, ProfileState.REFUSED, ProfileState.SUPERSEDED}),
    ProfileState.APPROVED: frozenset({ProfileState.REFUSED, ProfileState.SUPERSEDED}),
    ProfileState.REFUSED: frozenset({ProfileState.SUPERSEDED}),
    ProfileState.SUPERSEDED: frozenset(),
}
"""A profile is written, asked about, decided on; a newer one takes its place."""

STATEMENT = re.compile(r"^(H[234]\d\d[A-Za-z]{0,2}|EUH\d{3}A?)(\+H[234]\d\d[A-Za-z]{0,2})*\Z")
ISOTOPE = re.compile(r"^[A-Z][a-z]?-\d{1,3}m?\Z")
UN_NUMBER = re.compile(r"^\d{4}\Z")
UN_CLASS = re.compile(r"^[1-9](\.[1-6][A-S]?)?\Z")
PICTOGRAMS = tuple(f"GHS0{number}" for number in range(1, 10))
PACKING_GROUPS = ("I", "II", "III")
HIGHEST_GROUP = 4

_QUANTITIES = ("max_mass_mg", "activity_bq")
_REMARKS = frozenset({"handling"})
_RED_CODES = frozenset({"H300", "H310", "H330"})
"""Fatal if swallowed, in contact with skin, if inhaled."""
_MILD_CODES = frozenset(
    {
        "H302", "H303", "H305", "H312", "H313", "H315", "H316", "H319", "H320", "H332", "H333", "H335", "H336",
        "H290", "H401", "H402", "H412", "H413", "EUH066", "EUH210",
    }
)  # fmt: skip
"""Irritants and what is harmful in amounts that no sample has."""
_MEANS = (
    ("is_explosive", re.compile(r"H20[0-5]|H240"), "explosive"),
    ("is_pyrophoric", re.compile(r"H250"), "pyrophoric"),
    ("is_cmr", re.compile(r"H3[456]0"), "CMR"),
    ("is_moisture_sensitive", re.compile(r"H26[01]|EUH014|EUH029"), "sensitive to moisture"),
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that differs between two profiles."""

    field: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """What it is about, as people say it."""
        return words_for(self.field)


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A profile that the safety group approved."""

    declaration: HazardDeclaration
    identity: Mapping[str, str]
    hazard: Hazard
    valid_until: date | None


def declaration_from(raw: Mapping[str, Any]) -> HazardDeclaration:
    """Return what a row keeps; keys that are not known any more are left out."""
    known = {field.name for field in fields(HazardDeclaration)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in known
    }
    return HazardDeclaration(**values)


def content_hash(declaration: HazardDeclaration, identity: Mapping[str, str]) -> str:
    """Return a number of all that a decision rests on, the same for the same declaration of the same substance."""
    matters = {key: value for key, value in asdict(declaration).items() if key not in _REMARKS}
    text = json.dumps({"declared": matters, "substance": dict(identity)}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def proposed_hazard(declaration: HazardDeclaration) -> tuple[Hazard, tuple[str, ...]]:
    """Return the colour that the rules propose, and in words why; green needs no reasons."""
    red = tuple(_red_reasons(declaration))
    if red:
        return Hazard.RED, red
    yellow = tuple(_yellow_reasons(declaration))
    return (Hazard.YELLOW if yellow else Hazard.GREEN), yellow


def _red_reasons(declared: HazardDeclaration) -> Iterator[str]:
    group_three = 3
    if declared.bio_group >= group_three:
        yield f"biological agent of risk group {declared.bio_group}"
    if declared.gmo_class >= group_three:
        yield f"genetically modified organism of class {declared.gmo_class}"
    if declared.is_radioactive and not declared.is_exempt:
        yield f"radioactive ({declared.isotope}), above the limits of exemption"
    if declared.is_explosive:
        yield "explosive"
    if declared.is_pyrophoric:
        yield "catches fire in air by itself"
    for code in sorted(_single_codes(declared) & _RED_CODES):
        yield f"{code}: fatal in small amounts"


def _yellow_reasons(declared: HazardDeclaration) -> Iterator[str]:
    group_two = 2
    if declared.bio_group == group_two:
        yield "biological agent of risk group 2"
    if declared.gmo_class:
        yield f"genetically modified organism of class {declared.gmo_class}"
    words = {
        "is_radioactive": "radioactive, below the limits of exemption",
        "is_nano": "loose nanoparticles",
        "is_cmr": "causes cancer, changes genes or harms unborn children",
        "is_air_sensitive": "sensitive to air",
        "is_moisture_sensitive": "sensitive to moisture",
        "is_controlled": "needs a licence",
    }
    yield from (said for flag, said in words.items() if getattr(declared, flag))
    if declared.un_number:
        yield f"dangerous goods: UN{declared.un_number}"
    yield from (f"hazard statement {code}" for code in sorted(_single_codes(declared) - _MILD_CODES - _RED_CODES))


def _single_codes(declared: HazardDeclaration) -> set[str]:
    return {single[:4] if single.startswith("H") else single for code in declared.h_codes for single in code.split("+")}


def objections_to_declaration(declared: HazardDeclaration) -> list[Objection]:
    """Everything that is missing or does not fit together, each to its field."""
    return [
        *_objections_to_silence(declared),
        *_objections_to_words(declared),
        *_objections_to_flags(declared),
        *_objections_to_transport(declared),
        *_objections_to_radiation(declared),
    ]


def _objections_to_silence(declared: HazardDeclaration) -> Iterator[Objection]:
    dangers = [d.field for d in changes_between(HazardDeclaration(), {}, declared, {})]
    dangers = [name for name in dangers if name not in {"max_mass_mg", "disposal", "handling", "is_harmless"}]
    if not dangers and not declared.is_harmless:
        message = "Nothing is declared about its dangers."
        yield Objection(message=message, mend="Say what they are, or that it is harmless.", field="is_harmless")
    if dangers and declared.is_harmless:
        message = f"It cannot be harmless and have {', '.join(words_for(name) for name in dangers)}."
        yield Objection(message=message, mend="Take one of the two back.", field="is_harmless")
    if declared.max_mass_mg is None or not declared.max_mass_mg > 0:
        message = "The largest amount that will be brought at once is missing."
        yield Objection(message=message, mend="Give it in mg.", field="max_mass_mg")
    nameable = declared.bio_group or declared.gmo_class or declared.is_radioactive
    if nameable and not declared.disposal.strip():
        message = "It is not said what becomes of it afterwards."
        yield Objection(message=message, mend="Say who disposes of it, and how.", field="disposal")


def _objections_to_words(declared: HazardDeclaration) -> Iterator[Objection]:
    for code in declared.h_codes:
        if not STATEMENT.match(code):
            message = f"{code!r} is not a hazard statement."
            yield Objection(message=message, mend="They look like H301, H300+H310 or EUH032.", field="h_codes")
    for sign in declared.pictograms:
        if sign not in PICTOGRAMS:
            message = f"{sign!r} is not a pictogram of the GHS."
            yield Objection(message=message, mend="There are GHS01 to GHS09.", field="pictograms")
    for name in ("bio_group", "gmo_class"):
        if not 0 <= getattr(declared, name) <= HIGHEST_GROUP:
            message = f"The {words_for(name)} is 1 to 4, or 0 for none, not {getattr(declared, name)}."
            yield Objection(message=message, mend="Correct it.", field=name)


def _objections_to_flags(declared: HazardDeclaration) -> Iterator[Objection]:
    for flag, pattern, word in _MEANS:
        named = sorted(code for code in _single_codes(declared) if pattern.match(code))
        if named and not getattr(declared, flag):
            message = f"{', '.join(named)} means that it is {word}, which is not ticked."
            yield Objection(message=message, mend="Tick it, or take the statement back.", field=flag)


def _objections_to_transport(declared: HazardDeclaration) -> Iterator[Objection]:
    if declared.un_number and not UN_NUMBER.match(declared.un_number):
        message = f"{declared.un_number!r} is not a UN number."
        yield Objection(message=message, mend="It has four digits, such as 1845.", field="un_number")
    if declared.un_number and not declared.un_class:
        message = f"UN{declared.un_number} is given without its class."
        yield Objection(message=message, mend="Give the class too, such as 6.1.", field="un_class")
    if declared.un_class and not UN_CLASS.match(declared.un_class):
        message = f"{declared.un_class!r} is not a class of dangerous goods."
        yield Objection(message=message, mend="They look like 3, 6.2 or 1.4S.", field="un_class")
    if not declared.un_number and (declared.un_class or declared.packing_group):
        message = "A class or packing group is given without the UN number."
        yield Objection(message=message, mend="Give the UN number too.", field="un_number")
    if declared.packing_group and declared.packing_group not in PACKING_GROUPS:
        message = f"{declared.packing_group!r} is not a packing group."
        yield Objection(message=message, mend="There are I, II and III.", field="packing_group")


def _objections_to_radiation(declared: HazardDeclaration) -> Iterator[Objection]:
    if not declared.is_radioactive:
        if declared.isotope or declared.activity_bq is not None or declared.half_life_s is not None:
            message = "An isotope or activity is given of something that is not ticked as radioactive."
            yield Objection(message=message, mend="Tick it, or take them back.", field="is_radioactive")
        return
    if not ISOTOPE.match(declared.isotope):
        message = "It is radioactive, and its isotope is missing." if not declared.isotope else "That is no isotope."
        yield Objection(message=message, mend="Give it like U-238 or Tc-99m.", field="isotope")
    for name in ("activity_bq", "half_life_s"):
        value = getattr(declared, name)
        if value is None or not value > 0:
            message = f"It is radioactive, and its {words_for(name)} is missing."
            yield Objection(message=message, mend="Give it.", field=name)


def changes_between(
    old: HazardDeclaration, old_identity: Mapping[str, str], new: HazardDeclaration, new_identity: Mapping[str, str]
) -> list[Change]:
    """Return all that differs, in the order of the form: first what the substance is, then its dangers."""
    found = [
        Change(field=key, old=old_identity.get(key, ""), new=new_identity.get(key, ""))
        for key in dict.fromkeys([*old_identity, *new_identity])
        if old_identity.get(key, "") != new_identity.get(key, "")
    ]
    for item in fields(HazardDeclaration):
        before, after = getattr(old, item.name), getattr(new, item.name)
        same = sorted(before) == sorted(after) if isinstance(before, tuple) else before == after
        if not same:
            found.append(Change(field=item.name, old=in_words(before), new=in_words(after)))
    return found


def words_for(field: str) -> str:
    """Return a field, as people say it."""
    said = {
        "h_codes": "hazard statements", "bio_group": "biological risk group", "gmo_class": "class of contained use",
        "un_number": "UN number", "un_class": "UN class", "max_mass_mg": "largest amount in mg",
        "activity_bq": "activity in Bq", "half_life_s": "half-life in s", "is_nano": "loose nanoparticles",
        "is_cmr": "CMR", "inchikey": "InChIKey", "cas": "CAS number", "smiles": "SMILES",
    }  # fmt: skip
    return said.get(field, field.removeprefix("is_").replace("_", " "))


def in_words(value: object) -> str:
    """Return a value of a declaration, as people read it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | "" | ():
            return "nothing"
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def approves_itself(
    new: HazardDeclaration, identity: Mapping[str, str], last: Approved | None, *, today: date
) -> tuple[bool, str]:
    """Say whether a profile needs nobody to look at it, and in words why, or why not.

    Parameters
    ----------
    new, identity
        What is declared now, and what the substance is now.
    last : Approved or None
        The profile that counts.
    today : date
        The day, in the facility's time zone.
    """
    if last is None:
        return False, "Nothing of it was approved before."
    if last.valid_until is not None and last.valid_until < today:
        return False, f"The last approval ended on {last.valid_until:%d %B %Y}."
    changes = changes_between(last.declaration, last.identity, new, identity)
    matter = [change.field for change in changes if change.field not in {*_REMARKS, *_QUANTITIES}]
    if matter:
        return False, f"It differs in: {', '.join(words_for(name) for name in matter)}."
    for name in _QUANTITIES:
        before, after = getattr(last.declaration, name), getattr(new, name)
        if before != after and (before is None or after is None or after > before):
            return False, f"The {words_for(name)} is above what was approved."
    return True, "Nothing that matters differs from what was approved before, and no amount is larger."
