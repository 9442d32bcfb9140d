"""Stores, couriers and parcels in a facility file."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from farlight.config.facility.moments import Moment
from farlight.shipping.types import (
    Address,
    CarrierDefinition,
    DewarDefinition,
    Move,
    ParcelKind,
    RackDefinition,
    ShipmentMode,
    ShippingDefinition,
    SimulationDefinition,
    Source,
    StoresDefinition,
    TransitDefinition,
)

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)
_When = Annotated[Moment, BeforeValidator(Moment.parse)]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class AddressEntry(Address):
    """Where parcels come from or go to."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2 code, in capitals."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class RackEntry(RackDefinition):
    """A rack in the stores."""

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{0,9}$")]
    """Its places are its code and a number: ``A1``, ``A2`` and so on."""
    places: Annotated[int, Field(ge=1, le=999)]
    """How many parcels stand in it."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class TransitEntry(TransitDefinition):
    """How long a courier needs from a country, or to it."""

    days: Annotated[int, Field(ge=0, le=60)]
    """Working days on the road."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class SimulationEntry(SimulationDefinition):
    """How a courier behaves that does not exist."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class CarrierEntry(CarrierDefinition):
    """A courier that parcels can be booked with."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    adapter: Annotated[str, Field(pattern=r"^(manual|simulated)$")] = "manual"
    """How it is spoken with: ``manual`` (people type what it says) or ``simulated``."""
    transit: tuple[TransitEntry, ...] = ()
    simulation: SimulationEntry = Field(default_factory=SimulationEntry)


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class DewarEntry(DewarDefinition):
    """A registered dewar of the facility's."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class ShippingEntry(StoresDefinition):
    """Where parcels are sent, when somebody is there, and what counts."""

    address: AddressEntry
    """Where parcels are sent."""
    opens_at: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] = "08:00"
    """When the stores open, in the facility's time."""
    closes_at: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] = "17:00"
    """When they close."""
    pickup_until: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] = "12:00"
    """Until when a parcel must be with its courier to leave the same day."""
    rack: tuple[RackEntry, ...] = ()
    carrier: tuple[CarrierEntry, ...] = ()
    """The first one's times count while none is booked."""
    dewar: tuple[DewarEntry, ...] = ()

    def definition(self) -> ShippingDefinition:
        """Return all of it as shipping takes it."""
        fields = StoresDefinition.__dataclass_fields__
        stores = StoresDefinition(**{name: getattr(self, name) for name in fields})
        return ShippingDefinition(stores=stores, racks=self.rack, carriers=self.carrier, dewars=self.dewar)


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class FirstMove:
    """Something that happened to a parcel before the demo starts."""

    move: Move
    at: _When
    by: str
    """Login name."""
    source: Source = Source.IMPORT
    place: str = ""
    slot: str = ""
    beamline: str = ""
    courier: str = ""
    """Code of a courier of this file; its adapter gives the tracking number."""
    tracking: str = ""
    reason: str = ""
    text: str = ""
    ln2_kg: float | None = None


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class FirstParcel:
    """A parcel that there is when the demo starts, so that there is something to see."""

    proposal: str
    """Code of a proposal of this file."""
    session: str = ""
    """Code of a session of this file; empty when it is for the queue."""
    shipment: str
    """Title of its shipment; parcels with the same one travel together."""
    name: str
    by: str
    """Login name of who prepares it."""
    created: _When
    kind: ParcelKind = ParcelKind.DEWAR
    mode: ShipmentMode = ShipmentMode.COURIER
    containers: tuple[str, ...] = ()
    """Names of containers of the proposal."""
    tools: tuple[str, ...] = ()
    dewar: str = ""
    weight_kg: float = 18.0
    sender: AddressEntry
    move: tuple[FirstMove, ...] = ()
