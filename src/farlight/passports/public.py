"""The door of passports."""

from farlight.passports.adapters.keys import rotate_keys
from farlight.passports.queries import origins_of_services
from farlight.passports.services.defining import define_services
from farlight.passports.services.telling import Teller

__all__ = ["Teller", "define_services", "origins_of_services", "rotate_keys"]
