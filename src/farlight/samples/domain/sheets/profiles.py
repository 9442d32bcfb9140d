"""Sheets that groups have already, described as data: one TOML file each in the folder ``profiles``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from farlight.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class ProfileColumn:
    """One column of a known sheet."""

    heading: str
    means: tuple[str, ...]
    """Keys of meanings; several when one cell holds several values (``78 78 37 90 90 90``)."""
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    unit: str = ""
    """The unit that the sheet has, when its heading does not say so and it is another than the technique's."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the sheet's words are called here, lower case: ``{"osc": "native"}``."""
    steps: tuple[tuple[float, str], ...] = ()
    """Words for numbers: up to so much it is called so."""
    gives: str = ""
    """What an export writes here: ``status``, ``best_resolution_angstrom`` …; empty when it gives back what came."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A known sheet."""

    code: str
    title: str
    about: str
    technique: str
    has_headings: bool
    columns: tuple[ProfileColumn, ...]
    comment_mark: str = ""
    """Rows that begin with it are passed over."""
    name_from: str = ""
    """The target that also names the sample, when the sheet has no column for that."""
    container_type: str = ""
    """Of every container in the sheet, when it has no column for that."""

    @property
    def fewest_columns(self) -> int:
        """How many columns a sheet without headings must have: up to the last that is required."""
        return max((number for number, column in enumerate(self.columns, start=1) if column.is_required), default=1)


@cache
def known_profiles() -> dict[str, Profile]:
    """Return every known sheet by its code."""
    folder = files("farlight.samples.domain.sheets") / "profiles"
    found = [
        _profile_of(tomllib.loads(entry.read_text("utf-8")))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return {profile.code: profile for profile in sorted(found, key=lambda profile: profile.code)}


def profile_called(code: str) -> Profile:
    """Return a known sheet.

    Raises
    ------
    NotFound
        When there is none; the message names them all.
    """
    found = known_profiles().get(code)
    if found is None:
        raise NotFound(f"There is no profile {code!r}. There are {', '.join(known_profiles())}.")
    return found


def _profile_of(record: Mapping[str, Any]) -> Profile:
    return Profile(
        code=record["code"],
        title=record["title"],
        about=record["about"],
        technique=record["technique"],
        has_headings=record["has_headings"],
        columns=tuple(_column_of(column) for column in record["column"]),
        comment_mark=record.get("comment_mark", ""),
        name_from=record.get("name_from", ""),
        container_type=record.get("container_type", ""),
    )


def _column_of(record: Mapping[str, Any]) -> ProfileColumn:
    means = record.get("means", "kept")
    return ProfileColumn(
        heading=record["heading"],
        means=tuple(means) if isinstance(means, list) else (means,),
        aliases=tuple(record.get("aliases", ())),
        is_required=record.get("required", False),
        unit=record.get("unit", ""),
        words=record.get("words", {}),
        steps=tuple((float(most), word) for most, word in record.get("steps", ())),
        gives=record.get("gives", ""),
    )
