"""A sheet with nothing wrong for each that groups have already."""

from farlight.samples.domain.sheets.checking import CheckOptions
from farlight.samples.domain.sheets.layouts import Wishes
from farlight.samples.domain.sheets.profiles import known_profiles

ROWS = 3
_SAID = {
    "proposal_letters": "mx",
    "proposal_number": "2345",
    "session_number": "1",
    "parcel": "Dewar 1",
    "outer": "EMP-1",
    "outer_type": "EM puck",
    "outer_slot": "1",
    "comment": "as ever",
    "value:space_group": "P43212",
    "value:cell_a_angstrom": "78.1",
    "value:cell_b_angstrom": "78.1",
    "value:cell_c_angstrom": "37.2",
    "value:cell_alpha_deg": "90",
    "value:cell_beta_deg": "90",
    "value:cell_gamma_deg": "90",
    "value:required_resolution_angstrom": "1.8",
    "value:concentration_mg_per_ml": "5.2",
    "value:volume_ul": "30",
    "value:exposure_celsius": "20",
    "value:energy_ev": "12658",
    "value:formula": "Ce O2",
    "value:density_g_per_cm3": "7.2",
    "value:packing_fraction": "0.6",
    "value:smiles": "C1=CC=CC=C1",
    "value:support": "gold",
    "value:buffer": "buf",
}
_BOXES = {"em": ("GB-1", "Grid box 1"), "saxs": ("PL-1", "96-well plate"), "xpdf": ("", "")}


def known_sheet(code: str) -> list[list[str]]:
    """The rows of such a sheet, with the headings where it has any."""
    profile = known_profiles()[code]
    rows = [[_cell(code, column.means, number) for column in profile.columns] for number in range(1, ROWS + 1)]
    if code == "saxs":
        rows.append([_BUFFER.get(column.means[0], cell) for column, cell in zip(profile.columns, rows[0], strict=True)])
    return [[column.heading for column in profile.columns], *rows] if profile.has_headings else rows


_OF_A_LIBRARY = {
    "acronym": "lyso",
    "container": "PL-1",
    "container_type": "96-well plate",
    "value:plate_type": "MRC 2-drop",
}
OPTIONS = {
    code: CheckOptions(wishes=Wishes(profile=code), defaults=_OF_A_LIBRARY if code == "ligands" else {})
    for code in known_profiles()
}
"""What is said beside each of them: the sheet of a ligand library names neither plate nor substance."""
_BUFFER = {"name": "buf", "slot": "A4", "acronym": "lyso", "value:buffer": "", "value:concentration_mg_per_ml": "0"}


def _cell(code: str, means: tuple[str, ...], number: int) -> str:
    container, container_type = _BOXES.get(code, ("P-1", "UniPuck"))
    slot = f"A{number}" if code in {"saxs", "ligands"} else str(number)
    here = {
        "container": container,
        "container_type": container_type,
        "slot": slot,
        "name": f"x{number}",
        "barcode": f"HX10{number}",
        "acronym": ("lyso", "thau", "MyoD")[number - 1],
    }
    return " ".join(here.get(one, _SAID.get(one, "")) for one in means).strip()
