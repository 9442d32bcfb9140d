"""The door of passports."""

from farlight.passports.adapters.keys import rotate_keys
from farlight.passports.queries import origins_of_services
from farlight.passports.services.defining import define_services

__all__ = ["define_services", "origins_of_services", "rotate_keys"]
