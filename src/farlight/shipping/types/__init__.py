"""What other contexts see of shipping."""

from farlight.shipping.types.board import BoardLine, ColdClock, StoresBoard
from farlight.shipping.types.contents import Offered, PackedElsewhere, ParcelContents
from farlight.shipping.types.facility import (
    CarrierDefinition,
    DewarDefinition,
    RackDefinition,
    ShippingDefinition,
    SimulationDefinition,
    StoresDefinition,
    TransitDefinition,
)
from farlight.shipping.types.histories import ParcelHistory
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
from farlight.shipping.types.summaries import Address, ParcelSummary, ShipmentSummary
from farlight.shipping.types.timeline import Stage, StageState, Timeline, TimelineEntry

__all__ = [
    "Address",
    "BoardLine",
    "CarrierDefinition",
    "ColdClock",
    "DewarDefinition",
    "Direction",
    "FindingTold",
    "Held",
    "ItemKind",
    "Journey",
    "KnownThings",
    "Move",
    "Offered",
    "OfferedVerb",
    "Outcome",
    "PackedElsewhere",
    "ParcelContents",
    "ParcelHistory",
    "ParcelKind",
    "ParcelMove",
    "ParcelPlan",
    "ParcelState",
    "ParcelStatus",
    "ParcelSummary",
    "Particulars",
    "Party",
    "PinTold",
    "RackDefinition",
    "Recorded",
    "ScanAnswer",
    "ScanOutcome",
    "Scanned",
    "ShipmentMode",
    "ShipmentState",
    "ShipmentSummary",
    "ShippingDefinition",
    "SimulationDefinition",
    "SlotSeen",
    "Source",
    "Stage",
    "StageState",
    "StoresBoard",
    "StoresDefinition",
    "ThingSeen",
    "Timeline",
    "TimelineEntry",
    "TransitDefinition",
]
