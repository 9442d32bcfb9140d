"""What the papers of a parcel show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from farlight.shipping.types.states import ParcelKind
from farlight.shipping.types.summaries import Address


class Paper(StrEnum):
    """A paper of a parcel."""

    LABEL = "label"
    """Stands on the parcel; scanned wherever it comes by."""
    OUTBOUND = "outbound"
    """Address of the facility."""
    RETURN = "return"
    """Address of the way back."""
    CONTENTS = "contents"
    INVOICE = "invoice"
    """Proforma invoice, for customs."""
    DRY_SHIPPER = "dry-shipper"
    """What a dewar for dry transport is, for carriers."""
    DANGEROUS_GOODS = "dangerous-goods"
    """What is known of each UN number in it."""
    PUCKS = "puck-labels"
    """A small label for each container."""
    PINS = "pin-list"
    """Which pin holds what, to be ticked off when packing."""

    @property
    def label(self) -> str:
        """The paper, as people say it."""
        return {
            "label": "Tracking label",
            "outbound": "Address label",
            "return": "Return label",
            "contents": "Contents",
            "invoice": "Proforma invoice",
            "dry-shipper": "Dry shipper statement",
            "dangerous-goods": "Dangerous goods",
            "puck-labels": "Puck labels",
            "pin-list": "Pin list",
        }[self.value]

    @property
    def is_label(self) -> bool:
        """Whether it is stuck onto something; others are laid in."""
        return self in {Paper.LABEL, Paper.OUTBOUND, Paper.RETURN}


class PaperSize(StrEnum):
    """What a paper is printed on."""

    A4 = "a4"
    LETTER = "letter"
    THERMAL = "100x150"
    """Label printers, 100 mm wide and 150 mm high; only for labels."""

    @property
    def label(self) -> str:
        """The size, as people say it."""
        return {"a4": "A4", "letter": "Letter", "100x150": "100 \N{MULTIPLICATION SIGN} 150 mm"}[self.value]


@dataclass(frozen=True, kw_only=True)
class PackedPiece:
    """A physical piece in a parcel."""

    slot: str
    """Name of the slot; empty when it lies in no container."""
    sample: str
    acronym: str
    substance: str
    mount: str
    barcode: str
    colour: str
    """Hazard colour; empty while the safety group has approved none."""


@dataclass(frozen=True, kw_only=True)
class PackedContainer:
    """A container in a parcel, with all pieces in it however deep."""

    code: str
    name: str
    barcode: str
    """What stands on it; empty when nothing does."""
    kind: str
    pieces: tuple[PackedPiece, ...] = ()

    @property
    def scanned(self) -> str:
        """What its label says to a scanner."""
        return self.barcode or self.code


@dataclass(frozen=True, kw_only=True)
class DangerousSubstance:
    """Something with a UN number in a parcel."""

    un_number: str
    """Four digits."""
    name: str
    amount: str
    """With its unit; empty when nobody said it."""


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """Everything that the papers of a parcel show."""

    code: str
    name: str
    kind: ParcelKind
    dewar: str
    """Facility code of a registered dewar; empty for others."""
    scan_address: str
    """Whole address that a label's QR code holds, with the mark of the contents."""
    content_hash: str
    proposal: str
    session: str
    beamline: str
    session_start: datetime | None
    local_contact: str
    is_for_queue: bool
    colour: str
    """Hazard colour that the safety group approved; empty before."""
    conditions: str
    sender: Address
    facility: Address
    return_to: Address
    containers: tuple[PackedContainer, ...] = ()
    loose: tuple[PackedPiece, ...] = ()
    """Pieces that lie in no container."""
    tools: tuple[str, ...] = ()
    dangerous: tuple[DangerousSubstance, ...] = ()
    is_cold: bool = False
    """Whether it travels with liquid nitrogen in its walls."""
    weight_kg: float | None = None
    measures_mm: tuple[int, int, int] | None = None
    """Length, width, height."""
    declared_value: Decimal = Decimal(0)
    currency: str = "EUR"
    incoterm: str = "DAP"
    courier: str = ""
    tracking: str = ""
    return_courier: str = ""
    return_tracking: str = ""
    printed_at: datetime
    time_zone: str
    """IANA name of the zone that moments are shown in: the facility's."""

    @property
    def pieces(self) -> int:
        """How many physical pieces are in it."""
        return len(self.loose) + sum(len(container.pieces) for container in self.containers)
