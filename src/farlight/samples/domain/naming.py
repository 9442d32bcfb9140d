"""What substances, samples and containers may be called, and which numbers may be said of them."""

import math
import re
from collections.abc import Iterator

from farlight.kernel.errors import Objection
from farlight.samples.types import ComponentDetails, SampleDetails, SubstanceDetails

ACRONYM = re.compile(r"^[A-Za-z0-9_-]{1,40}\Z")
CAS = re.compile(r"^(\d{2,7})-(\d\d)-(\d)\Z")
INCHIKEY = re.compile(r"^[A-Z]{14}-[A-Z]{10}-[A-Z]\Z")
SEQUENCE = re.compile(r"^[A-Za-z*\s-]*\Z")
NAME_LENGTH = {"sample": 100, "substance": 200, "container": 40}


def objections_to_acronym(acronym: str) -> list[Objection]:
    """What speaks against a short name of a substance."""
    if ACRONYM.match(acronym):
        return []
    message = f"{acronym!r} is not an acronym."
    return [Objection(message=message, mend="Use 1 to 40 letters, digits, _ and -.", field="acronym")]


def objections_to_name(thing: str, name: str) -> list[Objection]:
    """What speaks against a name: it is empty, too long, or has signs that nobody can see."""
    longest = NAME_LENGTH[thing]
    if not name.strip():
        return [Objection(message=f"The {thing} has no name.", mend="Give it one.", field="name")]
    if len(name) > longest or not name.isprintable() or name != name.strip():
        message = f"{name[:longest]!r} is not a name of a {thing}."
        mend = f"Use at most {longest} signs, all visible, without blanks at the ends."
        return [Objection(message=message, mend=mend, field="name")]
    return []


def objections_to_substance(details: SubstanceDetails) -> list[Objection]:
    """What speaks against what is said of a substance."""
    return [
        *_objections_to_cas(details.cas),
        *_unlike("inchikey", details.inchikey, INCHIKEY, "an InChIKey", "LYCAIKOWRPUZTN-UHFFFAOYSA-N"),
        *_unlike("sequence", details.sequence, SEQUENCE, "a sequence", "MKALIVLGLV"),
        *_not_above("molecular_weight_da", details.molecular_weight_da, "The molecular weight"),
        *_not_above("density_g_per_cm3", details.density_g_per_cm3, "The density"),
        *_too_long("formula", details.formula, 200),
        *_too_long("smiles", details.smiles, 2000),
        *_too_long("species", details.species, 100),
        *_too_long("comment", details.comment, 1000),
    ]


def objections_to_sample(details: SampleDetails) -> list[Objection]:
    """What speaks against what is said of a sample."""
    acronyms = [component.acronym.casefold() for component in details.components]
    twice = sorted({acronym for acronym in acronyms if acronyms.count(acronym) > 1})
    return [
        *(Objection(message=f"The component {name} is given twice.", field="components") for name in twice),
        *(objection for component in details.components for objection in _objections_to_component(component)),
        *_not_above("storage_temperature_k", details.storage_temperature_k, "The storage temperature"),
        *_not_above("max_temperature_k", details.max_temperature_k, "The highest temperature"),
        *_not_above("dose_limit_mgy", details.dose_limit_mgy, "The dose limit"),
        *_too_long("comment", details.comment, 500),
        *_too_long("pid", details.pid, 120),
    ]


def _objections_to_component(component: ComponentDetails) -> Iterator[Objection]:
    said = f"of {component.acronym}"
    yield from _not_above("components", component.amount, f"The amount {said}", zero=True)
    if component.amount is not None and not component.unit:
        yield Objection(message=f"The amount {said} has no unit.", mend="Give it.", field="components")
    highest_ph = 14.0
    if component.ph is not None and not -1.0 <= component.ph <= highest_ph + 1.0:
        yield Objection(message=f"A pH of {component.ph:g} {said} is not possible.", field="components")
    if component.ratio_frac is not None and not 0.0 <= component.ratio_frac <= 1.0:
        message = f"The share {said} is not between 0 and 1."
        yield Objection(message=message, mend="Give it as a fraction.", field="components")


def _objections_to_cas(text: str) -> Iterator[Objection]:
    """Check digit: the digits from the right, times 1, 2, 3…, modulo 10 (CAS, registry number validation)."""
    if not text:
        return
    found = CAS.match(text)
    digits = (found[1] + found[2])[::-1] if found else ""
    if found is None or sum(int(d) * n for n, d in enumerate(digits, start=1)) % 10 != int(found[3]):
        message = f"{text!r} is not a CAS number."
        yield Objection(message=message, mend="It looks like 7732-18-5; the last digit checks the others.", field="cas")


def _unlike(field: str, text: str, pattern: re.Pattern[str], said: str, example: str) -> Iterator[Objection]:
    if text and not pattern.match(text):
        yield Objection(message=f"{text[:40]!r} is not {said}.", mend=f"It looks like {example}.", field=field)


def _not_above(field: str, value: float | None, said: str, *, zero: bool = False) -> Iterator[Objection]:
    if value is not None and not (math.isfinite(value) and (value > 0.0 or (zero and value == 0.0))):
        mend = "Give a number from 0." if zero else "Give a number above 0."
        yield Objection(message=f"{said} of {value:g} is not possible.", mend=mend, field=field)


def _too_long(field: str, text: str, longest: int) -> Iterator[Objection]:
    if len(text) > longest:
        message = f"The {field} has {len(text)} signs; {longest} fit."
        yield Objection(message=message, mend="Shorten it.", field=field)
