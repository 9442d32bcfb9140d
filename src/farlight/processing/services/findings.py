"""Keeping what a result found in columns."""

from farlight.processing.domain.findings import FindingFacts, finding_of
from farlight.processing.models import SORTED_LENGTHS, Finding
from farlight.processing.types import ProcessingResult


def columns_of(facts: FindingFacts) -> dict[str, object]:
    """Return the values of a finding's columns."""
    in_order: list[float | None] = [*sorted(facts.lengths_angstrom)] or [None] * len(SORTED_LENGTHS)
    return {
        "worth_angstrom": facts.worth_angstrom,
        "lengths_angstrom": list(facts.lengths_angstrom),
        **dict(zip(SORTED_LENGTHS, in_order, strict=True)),
    }


def record_finding(processing_id: int, result: ProcessingResult) -> None:
    """Keep what a result found; once more for the same processing changes nothing."""
    Finding.objects.update_or_create(processing_id=processing_id, defaults=columns_of(finding_of(result)))
