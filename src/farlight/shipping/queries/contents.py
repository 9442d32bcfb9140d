"""What lies in parcels, for what has asked for the person already."""

from collections.abc import Iterable

from farlight.samples.public import contents_of, samples_with_keys
from farlight.samples.types import ContainerContents, SampleSummary
from farlight.shipping.models import Parcel, ParcelItem
from farlight.shipping.types import ItemKind, ParcelContents


def contents_of_parcel(parcel: Parcel) -> ParcelContents:
    """Return everything that lies in a parcel."""
    return contents_of_parcels([parcel])[parcel.pk]


def contents_of_parcels(parcels: Iterable[Parcel]) -> dict[int, ParcelContents]:
    """Return everything that lies in parcels, by their keys, at a constant number of queries."""
    keys = [parcel.pk for parcel in parcels]
    items = list(ParcelItem.objects.filter(parcel_id__in=keys).select_related("container").order_by("pk"))
    boxes = contents_of([item.container.code for item in items if item.container])
    samples = samples_with_keys([item.sample_id for item in items if item.sample_id])
    found: dict[int, list[ParcelItem]] = {key: [] for key in keys}
    for item in items:
        found[item.parcel_id].append(item)
    return {key: _contents(packed, boxes, samples) for key, packed in found.items()}


def _contents(
    items: list[ParcelItem], boxes: dict[str, ContainerContents], samples: dict[int, SampleSummary]
) -> ParcelContents:
    containers = (boxes.get(item.container.code) for item in items if item.container)
    loose = (samples.get(item.sample_id) for item in items if item.sample_id)
    return ParcelContents(
        containers=tuple(container for container in containers if container),
        samples=tuple(sample for sample in loose if sample),
        tools=tuple(item.text for item in items if item.kind == ItemKind.TOOL.value),
    )
