"""Units of techniques: how people write them, how keys end, how NeXus (UDUNITS) writes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit."""

    symbol: str
    """For people: ``µm``."""
    suffix: str
    """End of the keys of fields in it: ``um``."""
    nexus: str
    """In the ``units`` attribute of a NeXus field: ``um``."""


_KNOWN = (
    Unit("%", "percent", "%"),
    Unit("°", "deg", "degree"),
    Unit("°C", "celsius", "degC"),
    Unit("Å", "angstrom", "angstrom"),
    Unit("Å²", "angstrom2", "angstrom^2"),
    Unit("Å⁻²", "per_angstrom2", "1/angstrom^2"),
    Unit("e⁻/Å²", "e_per_angstrom2", "1/angstrom^2"),
    Unit("nm⁻¹", "per_nm", "1/nm"),
    Unit("1/s", "per_s", "1/s"),
    Unit("Bq", "bq", "Bq"),
    Unit("eV", "ev", "eV"),
    Unit("keV", "kev", "keV"),
    Unit("g", "g", "g"),
    Unit("g/cm³", "g_per_cm3", "g/cm^3"),
    Unit("h", "h", "hour"),
    Unit("Hz", "hz", "Hz"),
    Unit("J", "j", "J"),
    Unit("K", "k", "K"),
    Unit("µJ", "uj", "uJ"),
    Unit("µs", "us", "us"),
    Unit("kDa", "kda", "kDa"),
    Unit("kg", "kg", "kg"),
    Unit("kN", "kn", "kN"),
    Unit("M⁻¹cm⁻¹", "per_molar_per_cm", "L/mol/cm"),
    Unit("mbar", "mbar", "mbar"),
    Unit("MGy", "mgy", "MGy"),
    Unit("mg", "mg", "mg"),
    Unit("mg/ml", "mg_per_ml", "mg/mL"),
    Unit("min", "min", "minute"),
    Unit("ml", "ml", "mL"),
    Unit("ml/min", "ml_per_min", "mL/min"),
    Unit("mm", "mm", "mm"),
    Unit("mM", "mmol_per_l", "mmol/L"),
    Unit("MPa", "mpa", "MPa"),
    Unit("mPa·s", "mpa_s", "mPa*s"),
    Unit("mol/l", "mol_per_l", "mol/L"),
    Unit("MW/cm²", "mw_per_cm2", "MW/cm^2"),
    Unit("nl", "nl", "nL"),
    Unit("nm", "nm", "nm"),
    Unit("ps", "ps", "ps"),
    Unit("s", "s", "s"),
    Unit("T", "t", "T"),
    Unit("V", "v", "V"),
    Unit("wt%", "wt_percent", "%"),
    Unit("µg", "ug", "ug"),
    Unit("µl", "ul", "uL"),
    Unit("µl/min", "ul_per_min", "uL/min"),
    Unit("µm", "um", "um"),
    Unit("days", "days", "day"),
)
UNITS = {unit.symbol: unit for unit in _KNOWN}
"""Every unit that techniques may use, by its symbol."""
