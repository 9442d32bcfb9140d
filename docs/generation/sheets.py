"""The sheets that are known, their columns, and the kinds of problems, from the data that the program reads."""

from farlight.samples.adapters.profile_files import standard_profiles
from farlight.samples.domain.sheets.grid import MOST_BYTES, MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from farlight.samples.domain.sheets.meanings import TARGETS, Target
from farlight.samples.domain.sheets.problems import Trouble
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.sheets.unit_cells import HEADINGS as CELL_HEADINGS
from farlight.samples.domain.sheets.unit_cells import UNIT_CELL
from generation.tables import code, table

HEAD = f"""# Sheets

Files of XLSX, ODS and text with separators are read: up to {MOST_BYTES // 1_000_000} MB, {MOST_ROWS} rows,
{MOST_COLUMNS} columns, {MOST_CELL_CHARACTERS} characters in a cell. How to send one: [](../how-to/send-a-sheet.md).
How a site adds one that its users have: [](../how-to/add-a-sheet.md).

## What a column can mean

Beside the fields of the [technique](techniques.md), written `value:` and the field's key, whatever the technique:
"""


def page() -> str:
    """Return the page."""
    meanings = table(
        ["meaning", "heading in our templates", "also understood", "what it asks for"],
        [
            (code(target.value), words.label, ", ".join(words.aliases), words.help)
            for target, words in TARGETS.items()
            if target is not Target.NOTHING
        ],
    )
    kinds = ", ".join(code(trouble.value) for trouble in Trouble)
    cell = (
        f"With a technique that asks for a unit cell, a column can also hold all six numbers of it, {code(UNIT_CELL)}: "
        f"{', '.join(CELL_HEADINGS)}."
    )
    lines = [HEAD, meanings, cell, "## Known sheets"]
    for profile in standard_profiles().values():
        lines += _of(profile)
    return "\n\n".join([*lines, "## Kinds of problems", f"The field `trouble` of a problem is one of {kinds}."])


def _of(profile: Profile) -> list[str]:
    rows = [
        (
            str(number),
            column.heading,
            ", ".join(code(meaning) for meaning in column.means),
            "yes" if column.is_required else "",
            f"an export writes {code(column.gives)}" if column.gives else "",
        )
        for number, column in enumerate(profile.columns, start=1)
    ]
    about = f"{profile.about} Technique: {code(profile.technique)}."
    return [
        f"### {profile.code}",
        f"{profile.title}. {about}",
        table(["column", "heading", "means", "needed", ""], rows),
    ]
