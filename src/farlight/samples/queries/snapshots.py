"""What is known of samples, in a form that can be kept and compared: to undo a sheet, one must know what it changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from farlight.samples.models import Placement, Sample, SampleRelation, Specimen, SpecimenBarcode

Snapshot = dict[str, Any]
_PLAIN = (
    "name",
    "import_key",
    "technique",
    "schema_version",
    "values",
    "comment",
    "role",
    "substance_id",
    "paired_with_id",
)


def snapshots_of(keys: Collection[int]) -> dict[int, Snapshot]:
    """Return what is known of samples, by the keys of their rows; five queries for each five hundred.

    A snapshot has the plain columns of a sample, what it came out of, and of its pieces: states, barcodes, container
    and slot.
    """
    found: dict[int, Snapshot] = {}
    ordered = sorted(keys)
    for begin in range(0, len(ordered), 500):
        found.update(_of_batch(ordered[begin : begin + 500]))
    return found


def _of_batch(keys: list[int]) -> dict[int, Snapshot]:
    pieces = list(Specimen.objects.filter(sample_id__in=keys).values_list("pk", "sample_id", "state"))
    sample_of = {pk: sample for pk, sample, _ in pieces}
    states = _grouped((sample, state) for _, sample, state in pieces)
    barcodes = _grouped(
        SpecimenBarcode.objects.filter(specimen__sample_id__in=keys).values_list("specimen__sample_id", "text")
    )
    placements = Placement.objects.filter(specimen__sample_id__in=keys, until=None)
    places = _grouped(
        (sample_of[specimen], [container, slot])
        for specimen, container, slot in placements.values_list("specimen_id", "container_id", "slot")
    )
    relations = SampleRelation.objects.filter(child_id__in=keys)
    parents = _grouped(
        (child, [parent, kind]) for child, parent, kind in relations.values_list("child_id", "parent_id", "kind")
    )
    rows = Sample.objects.filter(pk__in=keys).values("pk", *_PLAIN)
    return {
        row["pk"]: {
            **{name: row[name] for name in _PLAIN},
            "states": sorted(states[row["pk"]]),
            "barcodes": sorted(barcodes[row["pk"]]),
            "places": sorted(places[row["pk"]]),
            "parents": sorted(parents[row["pk"]]),
        }
        for row in rows
    }


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
