"""Samples' rows."""

from farlight.samples.models.container import Container, ContainerReport, ContainerType, ReportPhotograph
from farlight.samples.models.placement import Placement
from farlight.samples.models.profile import SheetProfile
from farlight.samples.models.sample import Sample, SampleComponent, SampleRelation
from farlight.samples.models.sheet import Sheet, SheetFile, SheetHabit, SheetRow
from farlight.samples.models.specimen import Specimen, SpecimenBarcode
from farlight.samples.models.substance import HazardProfile, Substance
from farlight.samples.models.technique import TechniqueSchema

__all__ = [
    "Container",
    "ContainerReport",
    "ContainerType",
    "HazardProfile",
    "Placement",
    "ReportPhotograph",
    "Sample",
    "SampleComponent",
    "SampleRelation",
    "Sheet",
    "SheetFile",
    "SheetHabit",
    "SheetProfile",
    "SheetRow",
    "Specimen",
    "SpecimenBarcode",
    "Substance",
    "TechniqueSchema",
]
