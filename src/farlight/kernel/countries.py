"""Countries by ISO 3166-1: their codes, and what they are called in English."""

from functools import lru_cache
from types import MappingProxyType

import pycountry


@lru_cache(maxsize=1)
def country_names() -> MappingProxyType[str, str]:
    """Return what each country is commonly called, by its alpha-2 code in capitals: ``{"FR": "France", …}``."""
    return MappingProxyType({c.alpha_2: getattr(c, "common_name", c.name) for c in pycountry.countries})


def country_name(code: str) -> str:
    """Return what a country is called; the code itself where there is no such country."""
    return country_names().get(code, code)


def country_number(code: str) -> str:
    """Return the three digits by which maps know a country; empty where there is no such country."""
    found = pycountry.countries.get(alpha_2=code)
    return found.numeric if found else ""
