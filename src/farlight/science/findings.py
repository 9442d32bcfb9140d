"""What was found in scans and powders, as it is kept: plain values, so that nobody loads the sums to read them."""

from dataclasses import dataclass

_GREEK = {"a": "\N{GREEK SMALL LETTER ALPHA}", "b": "\N{GREEK SMALL LETTER BETA}", "g": "\N{GREEK SMALL LETTER GAMMA}"}


@dataclass(frozen=True, kw_only=True)
class EdgeFindings:
    """Where an edge is, and the scattering factors there (electrons)."""

    element: str
    edge: str
    table_ev: float
    """Where the table has it."""
    peak_ev: float
    """Where most is absorbed: f'' is largest."""
    peak_f_prime: float
    peak_f_double_prime: float
    inflection_ev: float
    """Where absorption rises fastest: f' is lowest."""
    inflection_f_prime: float
    inflection_f_double_prime: float
    step_sigmas: float
    """Height of the edge over the noise of one point."""


@dataclass(frozen=True, kw_only=True)
class ElementFinding:
    """An element that a spectrum shows."""

    element: str
    """Symbol."""
    series: str
    """``K`` or ``L``: which lines were seen."""
    line: str
    """Its strongest line."""
    line_ev: float
    counts: float
    """In all its lines together."""
    sigmas: float
    """Counts over their uncertainty."""

    @property
    def line_word(self) -> str:
        """Its strongest line, as the field writes it: Siegbahn's notation has Greek letters."""
        return self.line[0] + _GREEK.get(self.line[1:2], self.line[1:2]) + self.line[2:]


@dataclass(frozen=True, kw_only=True)
class SpectrumFindings:
    """What a spectrum shows."""

    elements: tuple[ElementFinding, ...]
    """The strongest first."""
    compton_cutoff_ev: float
    """Where scattered light begins: lines beyond are not told from it."""
    total_counts: float


@dataclass(frozen=True, kw_only=True)
class ScanFindings:
    """Where a signal is largest, in the unit of the axis."""

    top: float
    """Position of the largest value."""
    centre: float
    """Centre of mass of what lies above half of the height."""
    fwhm: float | None
    """Full width at half of the height; None where the scan does not hold both sides."""
    contrast_frac: float
    """Largest over lowest value, less one."""


@dataclass(frozen=True, kw_only=True)
class ProfileFindings:
    """What the average of a run says of its frames."""

    averaged: int
    """Frames that fit each other."""
    outliers: tuple[int, ...]
    """Numbers, from 1, of frames that were left out."""
    q_low_inverse_angstrom: float
    q_high_inverse_angstrom: float
