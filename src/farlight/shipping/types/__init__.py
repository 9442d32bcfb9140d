"""What other contexts see of shipping."""

from farlight.shipping.types.contents import ParcelContents
from farlight.shipping.types.moves import Move, Outcome, ParcelMove, Particulars, Party, Source
from farlight.shipping.types.states import Direction, ItemKind, ParcelKind, ParcelState, ShipmentMode, ShipmentState
from farlight.shipping.types.status import Held, Journey, ParcelPlan, ParcelStatus, Recorded
from farlight.shipping.types.stores import (
    CarrierDefinition,
    DewarDefinition,
    RackDefinition,
    ShippingDefinition,
    SimulationDefinition,
    StoresDefinition,
    TransitDefinition,
)
from farlight.shipping.types.summaries import Address, ParcelSummary, ShipmentSummary
from farlight.shipping.types.timeline import Stage, StageState, Timeline, TimelineEntry

__all__ = [
    "Address",
    "CarrierDefinition",
    "DewarDefinition",
    "Direction",
    "Held",
    "ItemKind",
    "Journey",
    "Move",
    "Outcome",
    "ParcelContents",
    "ParcelKind",
    "ParcelMove",
    "ParcelPlan",
    "ParcelState",
    "ParcelStatus",
    "ParcelSummary",
    "Particulars",
    "Party",
    "RackDefinition",
    "Recorded",
    "ShipmentMode",
    "ShipmentState",
    "ShipmentSummary",
    "ShippingDefinition",
    "SimulationDefinition",
    "Source",
    "Stage",
    "StageState",
    "StoresDefinition",
    "Timeline",
    "TimelineEntry",
    "TransitDefinition",
]
