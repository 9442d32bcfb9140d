"""What other contexts see of shipping."""

from farlight.shipping.types.moves import Move, Outcome, ParcelMove, Particulars, Party, Source
from farlight.shipping.types.states import Direction, ItemKind, ParcelKind, ParcelState, ShipmentMode, ShipmentState
from farlight.shipping.types.status import Held, Journey, ParcelPlan, ParcelStatus, Recorded
from farlight.shipping.types.summaries import Address, ParcelSummary

__all__ = [
    "Address",
    "Direction",
    "Held",
    "ItemKind",
    "Journey",
    "Move",
    "Outcome",
    "ParcelKind",
    "ParcelMove",
    "ParcelPlan",
    "ParcelState",
    "ParcelStatus",
    "ParcelSummary",
    "Particulars",
    "Party",
    "Recorded",
    "ShipmentMode",
    "ShipmentState",
    "Source",
]
