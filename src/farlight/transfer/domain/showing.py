"""How a file is shown on its page, by its name; and what of it, when it is text."""

import csv
import io
from enum import StrEnum
from itertools import islice

TEXT_MOST_BYTES = 400_000
"""So much of a text is shown, from its beginning."""
ROWS_MOST = 1000
COLUMNS_MOST = 60

_ENDINGS = {
    ".h5 .hdf5 .nxs .nx .hdf .nexus .cxi": "hdf5",
    ".png .jpg .jpeg .webp .gif": "picture",
    ".csv .tsv": "table",
    ".pdf": "pdf",
    ".log .txt .phil .dat .inp .lp .json .md .xml .toml .yaml .yml .py .sh .cif .pdb .html .out .err": "text",
}


class Look(StrEnum):
    """How a file is shown."""

    HDF5 = "hdf5"
    PICTURE = "picture"
    TABLE = "table"
    PDF = "pdf"
    TEXT = "text"
    NONE = "none"
    """Not at all: it can only be downloaded."""


def look_of(name: str) -> Look:
    """Return how a file of a name is shown."""
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    return next((Look(look) for endings, look in _ENDINGS.items() if ending in endings.split()), Look.NONE)


def rows_of(text: str) -> list[list[str]]:
    """Return the first rows of a table, split at commas, semicolons or tabs, whichever it has most."""
    head = "\n".join(islice(text.splitlines(), 20))
    separator = max(";\t,", key=head.count)
    cells = csv.reader(io.StringIO(text), delimiter=separator)
    rows: list[list[str]] = []
    try:
        rows.extend(row[:COLUMNS_MOST] for row in islice(cells, ROWS_MOST))
    except csv.Error:
        return rows  # what was read before a cell that is none
    return [row for row in rows if row]
