"""What other contexts see of shipping."""

from farlight.shipping.types.contents import ParcelContents
from farlight.shipping.types.moves import Move, Outcome, ParcelMove, Particulars, Party, Source
from farlight.shipping.types.scans import (
    FindingTold,
    KnownThings,
    OfferedVerb,
    PinTold,
    ScanAnswer,
    Scanned,
    ScanOutcome,
    SlotSeen,
    ThingSeen,
)
from farlight.shipping.types.states import Direction, ItemKind, ParcelKind, ParcelState, ShipmentMode, ShipmentState
from farlight.shipping.types.status import Held, Journey, ParcelPlan, ParcelStatus, Recorded
<<<<<<< HEAD
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
=======
from farlight.shipping.types.stores import BoardLine, ColdClock, StoresBoard
from farlight.shipping.types.summaries import Address, ParcelSummary

__all__ = [
    "Address",
    "BoardLine",
    "ColdClock",
>>>>>>> main
    "Direction",
    "FindingTold",
    "Held",
    "ItemKind",
    "Journey",
    "KnownThings",
    "Move",
    "OfferedVerb",
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
<<<<<<< HEAD
    "RackDefinition",
=======
    "PinTold",
>>>>>>> main
    "Recorded",
    "ScanAnswer",
    "ScanOutcome",
    "Scanned",
    "ShipmentMode",
    "ShipmentState",
<<<<<<< HEAD
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
=======
    "SlotSeen",
    "Source",
    "StoresBoard",
    "ThingSeen",
>>>>>>> main
]
