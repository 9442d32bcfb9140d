"""Couriers, by the name of their adapter in the facility file."""

from farlight.shipping.adapters.couriers.manual import ManualCourier
from farlight.shipping.adapters.couriers.simulated import SimulatedCourier
from farlight.shipping.domain.ports import Courier
from farlight.shipping.types import CarrierDefinition

ADAPTERS = ("manual", "simulated")


def courier_of(carrier: CarrierDefinition | None) -> Courier:
    """Return what speaks with a courier; people do, with one that nobody defined."""
    if carrier is not None and carrier.adapter == "simulated":
        return SimulatedCourier(carrier.simulation)
    return ManualCourier()
