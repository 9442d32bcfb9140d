"""Which papers a parcel has, and what stands on its label."""

from enum import StrEnum

from farlight.shipping.domain.codes import spelled
from farlight.shipping.types.papers import PackedContainer, Paper, PaperFacts, PaperSize
from farlight.shipping.types.states import ParcelKind

MARK_DIGITS = 8
"""Digits of the contents' mark that a label carries: enough that an old label is known as one."""
LEAST_MARK = 4
"""A label's mark is told by at least so many of them."""
MOST_CONTAINERS = 8
"""Containers that a label names; the others are counted."""
COLOURS = {"green": ("GREEN", "circle"), "yellow": ("YELLOW", "triangle"), "red": ("RED", "octagon")}
"""Word and shape of each hazard colour, so that a label without colours says the same."""


def scan_address(site: str, code: str, content_hash: str) -> str:
    """Return what a label's QR code holds: the public page of the parcel, and for scanners the mark of the contents."""
    return f"{site}/t/{code}#{content_hash[:MARK_DIGITS]}"


class LabelState(StrEnum):
    """How a parcel's label stands to what is in it."""

    TOO_EARLY = "too_early"
    """What is in it is not approved."""
    TO_BE_PRINTED = "to_be_printed"
    CURRENT = "current"
    OUTDATED = "outdated"
    """It was printed for other contents."""


def label_state(approved_hash: str, label_hash: str, content_hash: str) -> LabelState:
    """Return how a label stands, by the marks of what was approved, printed for, and is in the parcel now."""
    if label_hash == content_hash:
        return LabelState.CURRENT
    if label_hash:
        return LabelState.OUTDATED
    return LabelState.TO_BE_PRINTED if approved_hash == content_hash else LabelState.TOO_EARLY


def papers_of(facts: PaperFacts) -> tuple[Paper, ...]:
    """Return the papers that a parcel needs, in the order in which they are printed."""
    wanted = {
        Paper.INVOICE: facts.sender.country != facts.facility.country,
        Paper.DRY_SHIPPER: facts.is_cold,
        Paper.DANGEROUS_GOODS: bool(facts.dangerous),
        Paper.PUCKS: bool(facts.containers),
        Paper.PINS: bool(facts.containers),
    }
    return tuple(paper for paper in Paper if wanted.get(paper, True))


def sizes_of(paper: Paper) -> tuple[PaperSize, ...]:
    """Return the sizes that a paper may be printed on; the first is proposed."""
    return tuple(PaperSize) if paper.is_label else (PaperSize.A4, PaperSize.LETTER)


def colour_mark(colour: str) -> tuple[str, str]:
    """Return the word and the shape of a hazard colour."""
    return COLOURS.get(colour, ("NOT APPROVED", "square"))


def container_lines(containers: tuple[PackedContainer, ...]) -> list[str]:
    """Return the containers as a label names them: eight, then how many more there are."""
    named = [_container_line(container) for container in containers[:MOST_CONTAINERS]]
    more = len(containers) - MOST_CONTAINERS
    return [*named, f"plus {more} more"] if more > 0 else named


def _container_line(container: PackedContainer) -> str:
    barcode = f" [{container.barcode}]" if container.barcode and container.barcode != container.name else ""
    return f"{container.name}{barcode}, {counted(len(container.pieces), 'sample')}"


def destination_line(facts: PaperFacts) -> str:
    """Return what the parcel is sent for: its session and beamline, or the queue."""
    if facts.session:
        return f"{facts.session} on {facts.beamline}"
    return f"{facts.proposal}, for the queue" if facts.is_for_queue else facts.proposal


def kind_line(facts: PaperFacts) -> str:
    """Return what travels, as people say it: ``Dewar DLS-1 "blue one"``."""
    kind = {ParcelKind.DEWAR: "Dewar", ParcelKind.BOX: "Box", ParcelKind.TOOLBOX: "Toolbox"}[facts.kind]
    return " ".join(word for word in (kind, facts.dewar, f"“{facts.name}”") if word)


def measures_line(facts: PaperFacts) -> str:
    """Return length, width and height; empty while nobody said them."""
    sides = " \N{MULTIPLICATION SIGN} ".join(map(str, facts.measures_mm or ()))
    return f"{sides} mm" if sides else ""


def file_name(facts: PaperFacts, paper: Paper | None) -> str:
    """Return what a PDF is saved as; None for all papers in one."""
    return f"{spelled(facts.code).lower()}-{paper.value if paper else 'papers'}.pdf"


def counted(number: int, word: str) -> str:
    """``(1, "sample")`` -> ``1 sample``; ``(2, "sample")`` -> ``2 samples``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
