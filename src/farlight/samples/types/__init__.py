"""What other contexts see of samples."""

from farlight.samples.types.contents import (
    ContainerContents,
    ProfileStanding,
    SlotContents,
    SpecimenInside,
    SubstanceInside,
)
from farlight.samples.types.details import (
    ComponentDetails,
    ContainerDetails,
    HazardDeclaration,
    ParentDetails,
    SampleDetails,
    SpecimenDetails,
    SubstanceDetails,
)
from farlight.samples.types.layout import ContainerTypeSummary, Slot
from farlight.samples.types.summaries import SamplePage, SampleRow, SampleSummary
from farlight.samples.types.words import (
    Condition,
    Decision,
    Disposition,
    Hazard,
    Mount,
    Origin,
    Outline,
    ProfileState,
    RelationKind,
    SampleRole,
    SpecimenState,
    SubstanceKind,
)

__all__ = [
    "ComponentDetails",
    "Condition",
    "ContainerContents",
    "ContainerDetails",
    "ContainerTypeSummary",
    "Decision",
    "Disposition",
    "Hazard",
    "HazardDeclaration",
    "Mount",
    "Origin",
    "Outline",
    "ParentDetails",
    "ProfileStanding",
    "ProfileState",
    "RelationKind",
    "SampleDetails",
    "SamplePage",
    "SampleRole",
    "SampleRow",
    "SampleSummary",
    "Slot",
    "SlotContents",
    "SpecimenDetails",
    "SpecimenInside",
    "SpecimenState",
    "SubstanceDetails",
    "SubstanceInside",
    "SubstanceKind",
]
