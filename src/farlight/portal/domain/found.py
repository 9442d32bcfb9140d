"""What scans and powders say, ready to read: a small table for the card, a few words for the table of the session."""

from farlight.portal.types import FoundRow, FoundTable
from farlight.runs.types import Findings, RunSummary
from farlight.science.findings import EdgeFindings, ProfileFindings, ScanFindings, SpectrumFindings
from farlight.science.scans import Axis, AxisScan
from farlight.ui.domain.values import kev, with_unit

ELEMENTS_SHOWN = 5
OUTLIERS_NAMED = 6
F_PRIME, F_DOUBLE_PRIME = "f\N{PRIME}", "f\N{DOUBLE PRIME}"


def found_in(run: RunSummary) -> FoundTable | None:
    """Return what was found in a run as a table; None of other kinds, and while it is not known."""
    match run.findings:
        case EdgeFindings() as edge:
            return _edge(edge)
        case SpectrumFindings() as spectrum:
            return _spectrum(spectrum)
        case ScanFindings() as scan:
            return _scan(scan, run.layout.axis if isinstance(run.layout, AxisScan) else Axis.SAMPLE_X)
        case ProfileFindings() as profile:
            return _profile(profile)
    return None


def _energy(energy_ev: float) -> str:
    return with_unit(energy_ev, "eV", 1)


def _edge(edge: EdgeFindings) -> FoundTable:
    return FoundTable(
        title=f"{edge.element} {edge.edge} edge",
        heads=("", "Energy", F_PRIME, F_DOUBLE_PRIME),
        rows=(
            FoundRow(
                cells=(_energy(edge.peak_ev), f"{edge.peak_f_prime:.2f}", f"{edge.peak_f_double_prime:.2f}"),
                word="Peak",
                energy_ev=f"{edge.peak_ev:.1f}",
            ),
            FoundRow(
                cells=(
                    _energy(edge.inflection_ev),
                    f"{edge.inflection_f_prime:.2f}",
                    f"{edge.inflection_f_double_prime:.2f}",
                ),
                word="Inflection",
                energy_ev=f"{edge.inflection_ev:.1f}",
            ),
        ),
    )


def _spectrum(spectrum: SpectrumFindings) -> FoundTable:
    rows = [
        FoundRow(word=one.element, cells=(one.line_word, kev(one.line_ev), f"{one.counts:.0f}"))
        for one in spectrum.elements[:ELEMENTS_SHOWN]
    ]
    cutoff = f"Scattered light begins at {kev(spectrum.compton_cutoff_ev)}."
    return FoundTable(
        title="Elements" if rows else "No element stands out",
        heads=("Element", "Line", "At", "Counts"),
        rows=tuple(rows),
        note=cutoff,
    )


def _scan(scan: ScanFindings, axis: Axis) -> FoundTable:
    def at(value: float | None) -> str:
        return with_unit(value, axis.unit, None)

    rows = (("Centre", scan.centre), ("Largest at", scan.top), ("Width at half", scan.fwhm))
    found = tuple(FoundRow(word=word, cells=(at(value),)) for word, value in rows)
    return FoundTable(title=axis.word, heads=("", "Position"), rows=found)


def _profile(profile: ProfileFindings) -> FoundTable:
    named = ", ".join(str(number) for number in profile.outliers[:OUTLIERS_NAMED])
    more = " …" if len(profile.outliers) > OUTLIERS_NAMED else ""
    low, high = profile.q_low_inverse_angstrom, profile.q_high_inverse_angstrom
    return FoundTable(
        title="Radial average",
        heads=("", "Value"),
        rows=(
            FoundRow(word="Frames averaged", cells=(str(profile.averaged),)),
            FoundRow(word="Left out", cells=(f"{len(profile.outliers)}: {named}{more}" if named else "none",)),
            FoundRow(word="q", cells=(f"{low:.4g} to {high:.4g}\u202f1/Å",)),
        ),
    )


def words_of(findings: Findings | None) -> str:
    """Say in a few words what was found in a run; empty when nothing was."""
    match findings:
        case EdgeFindings() as edge:
            where = f"peak {_energy(edge.peak_ev)}, inflection {_energy(edge.inflection_ev)}"
            return f"{edge.element} {edge.edge}: {where}"
        case SpectrumFindings() as spectrum:
            return ", ".join(one.element for one in spectrum.elements[:ELEMENTS_SHOWN]) or "no element stands out"
        case ScanFindings() as scan:
            return f"centre {scan.centre:.4g}"
        case ProfileFindings() as profile:
            return f"{profile.averaged} frames averaged, {len(profile.outliers)} left out"
    return ""
