"""What the facility file says of stores, racks, couriers and dewars."""

from dataclasses import dataclass, field

from farlight.shipping.types.states import ParcelKind
from farlight.shipping.types.summaries import Address


@dataclass(frozen=True, kw_only=True)
class StoresDefinition:
    """The facility's stores: where parcels go, when somebody is there, and what counts."""

    address: Address
    """Where parcels are sent."""
    holidays_country: str
    """Country whose public holidays count, as ISO 3166-1 alpha-2 code."""
    holidays_subdivision: str = ""
    """Part of the country with holidays of its own, as ISO 3166-2 code without the country."""
    opens_at: str = "08:00"
    """When the stores open, in the facility's time."""
    closes_at: str = "17:00"
    pickup_until: str = "12:00"
    """Until when a courier can be asked for the same day, in the sender's morning."""
    arrive_days_before: int = 2
    """Working days that a parcel is to be there before its session."""
    is_inspection_required: bool = True
    """Whether every parcel is looked over before it is put anywhere."""
    checklist: tuple[str, ...] = ()
    """What an inspection looks at, as sentences that hold when all is well."""
    abandon_after_days: int = 60
    """So long after its session a parcel without instructions counts as abandoned."""
    close_after_days: int = 14
    """So long after it came home a parcel is closed."""
    decide_within_days: int = 2
    """Until then somebody decides about what went wrong."""
    dewar_hold_time_days: float = 7.0
    """How long a fill lasts in a dewar of which nothing else is known."""
    packing_text: str = ""
    """What senders read before they pack."""


@dataclass(frozen=True, kw_only=True)
class RackDefinition:
    """A rack in the stores."""

    code: str
    """Its places are its code and a number: ``A1``, ``A2`` and so on."""
    title: str = ""
    places: int
    """How many parcels stand in it."""
    kinds: tuple[ParcelKind, ...] = ()
    """Kinds of parcels that it takes; all when empty."""


@dataclass(frozen=True, kw_only=True)
class TransitDefinition:
    """How long a courier needs from a country, or to it."""

    country: str = ""
    """ISO 3166-1 alpha-2 code; empty for every country that is not named."""
    days: int
    """Working days on the road."""
    customs_days: int = 0
    """Working days at customs."""


@dataclass(frozen=True, kw_only=True)
class SimulationDefinition:
    """How a courier behaves that does not exist."""

    day_s: float = 86400.0
    """How long a day on the road takes; shorter in a demo."""
    delay_frac: float = 0.15
    """Share of journeys that take a day longer."""
    customs_hold_frac: float = 0.1
    """Share of journeys across a customs border that are held for a day more."""
    loss_frac: float = 0.0
    """Share of journeys on which the parcel is lost."""


@dataclass(frozen=True, kw_only=True)
class CarrierDefinition:
    """A courier that parcels can be booked with."""

    code: str
    title: str
    adapter: str = "manual"
    """How it is spoken with: ``manual`` (people type what it says) or ``simulated``."""
    tracking_url: str = ""
    """Address of its own page, with ``{tracking}`` in it."""
    transit: tuple[TransitDefinition, ...] = ()
    simulation: SimulationDefinition = SimulationDefinition()


@dataclass(frozen=True, kw_only=True)
class DewarDefinition:
    """A registered dewar of the facility's."""

    code: str
    """What stands on it."""
    model: str = ""
    hold_time_days: float | None = None
    """How long a fill lasts while it stands still, as its maker says."""
    capacity_kg: float | None = None
    """Mass of liquid nitrogen that it takes up."""


@dataclass(frozen=True, kw_only=True)
class ShippingDefinition:
    """Everything that the facility file says of shipping."""

    stores: StoresDefinition
    racks: tuple[RackDefinition, ...] = ()
    carriers: tuple[CarrierDefinition, ...] = ()
    dewars: tuple[DewarDefinition, ...] = field(default=())
