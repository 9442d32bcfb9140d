"""What lies in a parcel: its mark, what is wrong with it, and whether the safety group has seen all of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from farlight.kernel.errors import Objection
from farlight.samples.types import Condition, ContainerContents, Hazard, ProfileState, SpecimenInside, SubstanceInside
from farlight.shipping.domain.words import listed
from farlight.shipping.types import ParcelContents

_MG = {"ug": 1e-3, "µg": 1e-3, "mg": 1.0, "g": 1e3, "kg": 1e6}
_DECLARED = frozenset({ProfileState.SUBMITTED, ProfileState.APPROVED})
_RADIOACTIVE = frozenset(
    {"2908", "2909", "2910", "2911", "2912", "2913", "2915", "2916", "2917", "2919", "3321", "3332"}
)
"""UN numbers of class 7 that come to a facility."""
_SURVEYED = frozenset({Condition.ACTIVATED, Condition.CONTAMINATED})
"""What is wrong with a piece so that its parcel is surveyed before it leaves."""


def content_hash(contents: ParcelContents) -> str:
    """Return the mark of a parcel's contents: 16 hexadecimal digits that change with what is in it, not with its order.

    What counts is which pieces lie in which container, of what, and how their hazards are declared. Into which slot a
    piece was put does not: pins are put right until the last moment.
    """
    return sha256("\n".join(sorted(_lines(contents))).encode()).hexdigest()[:16]


def _lines(contents: ParcelContents) -> Iterator[str]:
    yield from (f"tool {tool}" for tool in contents.tools)
    yield from (f"sample {sample.code} {sample.hazard}" for sample in contents.samples)
    for container in contents.containers:
        yield from _lines_of(container)


def _lines_of(container: ContainerContents) -> Iterator[str]:
    yield f"container {container.code}"
    for taken in container.slots:
        if taken.specimen is not None:
            marks = sorted(f"{s.id}:{s.profile.content_hash if s.profile else ''}" for s in taken.specimen.substances)
            yield f"specimen {taken.specimen.code} in {container.code} of {' '.join(marks)}"
        if taken.container is not None:
            yield f"container {taken.container.code} in {container.code}"
            yield from _lines_of(taken.container)


def objections_to_contents(contents: ParcelContents) -> list[Objection]:
    """Return what must be put right before a parcel is submitted."""
    if contents.is_empty:
        return [Objection(message="Nothing is packed into it.", mend="Say what lies in it.", field="items")]
    found = [
        Objection(message=f"{container.name} is empty.", mend="Place its samples, or take it out.", field="items")
        for container in contents.containers
        if not container.slots
    ]
    without = _undeclared(contents)
    if without:
        message = f"The hazards of {listed(without, 'and')} are not declared."
        found.append(
            Objection(message=message, mend="Declare them and submit them to the safety group.", field="items")
        )
    nothing = sorted(
        {piece.sample_name for piece in contents.specimens() if piece.hazard is None and not piece.substances}
    )
    if nothing:
        message = f"Nobody said what {listed(nothing[:8], 'and')} consists of."
        found.append(Objection(message=message, mend="Name its substance.", field="items"))
    return found


def _undeclared(contents: ParcelContents) -> list[str]:
    """Return the acronyms of substances that the safety group was never asked about."""
    substances = _substances(contents)
    return sorted(s.acronym for s in substances if s.profile is None or s.profile.state not in _DECLARED)


def _substances(contents: ParcelContents) -> list[SubstanceInside]:
    """Return every substance in a parcel, each once."""
    return list({s.id: s for piece in contents.specimens() for s in piece.substances}.values())


def objections_to_hazards(contents: ParcelContents) -> list[Objection]:
    """Return which hazards are not approved, or no longer."""
    names = sorted({s.acronym for s in _substances(contents) if s.profile is None or s.profile.hazard is None})
    loose = sorted(sample.name for sample in contents.samples if sample.hazard is None)
    if not names and not loose:
        return []
    message = f"The hazards of {listed([*names, *loose][:8], 'and')} are not approved."
    return [Objection(message=message, mend="Wait for the safety group, or ask it.", who="the safety group")]


def colour_of(contents: ParcelContents) -> Hazard | None:
    """Return the worst colour of all that is in a parcel; None while anything is not approved."""
    colours = [piece.hazard for piece in contents.specimens()] + [sample.hazard for sample in contents.samples]
    if any(colour is None for colour in colours):
        return None
    return max((c for c in colours if c is not None), key=lambda colour: colour.rank, default=Hazard.GREEN)


def mass_mg(substance: SubstanceInside) -> float:
    """Return the mass of a substance in a piece, in mg; 0 where it is not given as a mass."""
    return (substance.amount or 0.0) * _MG.get(substance.amount_unit.lower(), 0.0)


@dataclass(frozen=True, kw_only=True)
class ForReview:
    """A substance that the safety group has to look at because of a parcel."""

    acronym: str
    name: str
    why: str
    """As a sentence."""
    samples: tuple[str, ...]
    """Names of the samples that hold it."""


def to_be_reviewed(contents: ParcelContents) -> list[ForReview]:
    """Return only what the safety group has not approved as it is; nothing when a parcel passes by itself."""
    masses: dict[int, float] = defaultdict(float)
    holders: dict[int, list[SpecimenInside]] = defaultdict(list)
    for piece in contents.specimens():
        for substance in piece.substances:
            masses[substance.id] += mass_mg(substance)
            holders[substance.id].append(piece)
    found = []
    for substance in _substances(contents):
        why = _why(substance, masses[substance.id])
        if why:
            names = tuple(sorted({piece.sample_name for piece in holders[substance.id]}))
            found.append(ForReview(acronym=substance.acronym, name=substance.name, why=why, samples=names))
    bare = [s for s in contents.samples if s.hazard is None]
    return found + [
        ForReview(acronym=s.acronym, name=s.substance or s.name, why="It is not approved.", samples=(s.name,))
        for s in bare
    ]


def _why(substance: SubstanceInside, mass: float) -> str:
    profile = substance.profile
    if profile is None:
        return "Its hazards are not declared."
    if profile.hazard is None:
        return {
            ProfileState.SUBMITTED: f"Version {profile.version} of its hazards waits for a decision.",
            ProfileState.APPROVED: "The approval of its hazards is over.",
        }.get(profile.state, "Its hazards are not approved.")
    if profile.max_mass_mg is not None and mass > profile.max_mass_mg:
        return f"There is more of it ({mass:g} mg) than was approved ({profile.max_mass_mg:g} mg)."
    return ""


def to_be_surveyed(contents: ParcelContents) -> tuple[str, ...]:
    """Return why a parcel leaves only after it was surveyed; nothing when it needs no survey.

    Something in it is declared as radioactive, was activated in the beam, or is contaminated.
    """
    declared = {
        f"{s.acronym} is radioactive (UN {s.profile.un_number})"
        for s in _substances(contents)
        if s.profile is not None and s.profile.un_number in _RADIOACTIVE
    }
    pieces = {
        f"{name} is {condition.value}"
        for name, conditions, _ in _pieces(contents)
        for condition in _SURVEYED & conditions
    }
    return tuple(sorted(declared | pieces))


def objections_to_release(contents: ParcelContents, *, today: date) -> list[Objection]:
    """Return which activated pieces may not leave yet."""
    held = sorted({(day, name) for name, _, day in _pieces(contents) if day is not None and day > today})
    return [
        Objection(
            message=f"{name} was activated and may not leave before {day:%-d %B %Y}.",
            mend="Wait, or have it measured again.",
            who="radiation protection",
        )
        for day, name in held
    ]


def _pieces(contents: ParcelContents) -> Iterator[tuple[str, frozenset[Condition], date | None]]:
    """Yield the name of every physical piece or loose sample, what is wrong with it, and when it may leave."""
    for piece in contents.specimens():
        yield piece.sample_name, frozenset(piece.conditions), piece.release_on
    for sample in contents.samples:
        yield sample.name, frozenset(sample.conditions), sample.release_on


def un_numbers(contents: ParcelContents) -> tuple[str, ...]:
    """Return the UN numbers of all that is in a parcel."""
    return tuple(sorted({s.profile.un_number for s in _substances(contents) if s.profile and s.profile.un_number}))
