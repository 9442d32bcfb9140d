"""Elements are named that are there, and no others."""

import numpy as np
import pytest

from farlight.science.absorption.simulating import compton_ev, mean_spectrum
from farlight.science.absorption.spectra import compton_cutoff_ev, spectrum_findings, spectrum_of
from farlight.science.absorption.table import BARN_EV_PER_ELECTRON, edge_named, edges_within, photoabsorption_barn

CHANNELS_EV = (np.arange(2048) + 0.5) * 10.0
SAMPLES = [
    ({"S": 30, "Se": 3, "Cu": 0.2, "Fe": 0.2, "Ar": 2}, 12800.0),
    ({"S": 30, "Hg": 2, "Zn": 1, "Ar": 2}, 12800.0),
    ({"S": 30, "K": 2, "Ar": 2, "Ca": 1}, 12658.0),
    ({"S": 20, "Zn": 1, "Ar": 1}, 9700.0),
    ({}, 12658.0),
]


def spectrum(atoms, energy_ev, seed, counts=3e5):
    mean = mean_spectrum(atoms, energy_ev, CHANNELS_EV, scattered=2e5)
    return np.random.default_rng(seed).poisson(mean * counts / mean.sum()).astype(float)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("atoms", "energy_ev"), SAMPLES)
def test_the_elements_of_a_sample_are_found_and_no_others(atoms, energy_ev, seed):
    counts = spectrum(atoms, energy_ev, seed)
    found = spectrum_findings(CHANNELS_EV, counts, energy_ev)
    assert {one.element for one in found.elements} == set(atoms)
    assert found.total_counts == counts.sum()
    assert list(found.elements) == sorted(found.elements, key=lambda one: -one.counts)


def test_an_element_below_its_edge_is_not_seen():
    found = spectrum_findings(CHANNELS_EV, spectrum({"Se": 5, "S": 30}, 12600.0, 1), 12600.0)
    assert "Se" not in {one.element for one in found.elements}


def test_counts_are_those_that_were_put_in():
    lines = mean_spectrum({"Zn": 1}, 12000.0, CHANNELS_EV, scattered=0.0)
    counts = 1e5 * lines / lines.sum()
    (zinc,) = spectrum_findings(CHANNELS_EV, counts, 12000.0).elements
    assert (zinc.element, zinc.series, zinc.line, zinc.line_word) == (
        "Zn",
        "K",
        "Ka1",
        "K\N{GREEK SMALL LETTER ALPHA}1",
    )
    assert zinc.counts == pytest.approx(0.99e5, rel=0.03)


def test_the_fit_lies_on_the_spectrum_and_ends_at_the_cutoff():
    counts = spectrum({"S": 30, "Hg": 2}, 12800.0, 1, counts=3e6)
    found = spectrum_findings(CHANNELS_EV, counts, 12800.0)
    fitted = spectrum_of(found, CHANNELS_EV, counts, 12800.0)
    near = np.abs(CHANNELS_EV - 9989.0) < 100.0
    assert fitted[near].sum() == pytest.approx(counts[near].sum(), rel=0.05)
    assert np.isnan(fitted[found.compton_cutoff_ev < CHANNELS_EV]).all()
    assert found.compton_cutoff_ev == round(compton_cutoff_ev(12800.0), 1) < compton_ev(12800.0) < 12800.0


def test_too_short_a_spectrum_shows_nothing():
    assert spectrum_findings(CHANNELS_EV[:10], np.ones(10), 12658.0).elements == ()
    found = spectrum_findings(CHANNELS_EV[:10], np.ones(10), 12658.0)
    assert np.isnan(spectrum_of(found, CHANNELS_EV[:10], np.ones(10), 12658.0)).all()


def test_compton_shifts_as_the_textbook_says():
    assert compton_ev(100_000.0, 90.0) == pytest.approx(83_634.0, abs=5.0)
    assert compton_ev(12_658.0, 0.0) == 12_658.0


def test_edges_are_those_of_the_tables():
    assert edge_named("Se", "K").energy_ev == 12658.0
    assert edge_named("Se", "K").main_line.name == "Ka1"
    assert edge_named("Se", "M5") is None
    assert edge_named("Xx", "K") is None
    names = [(edge.element, edge.name) for edge in edges_within(12_200, 12_700)]
    assert ("Hg", "L3") in names
    assert ("Se", "K") in names
    assert edges_within(12_200, 12_700, names=("K",)) == [edge_named("Se", "K")]


def test_photoabsorption_of_copper_is_as_tabulated():
    """NIST XCOM: 51.6 cm²/g at 8 keV, which is 5450 barn an atom."""
    assert photoabsorption_barn(29, 8000.0) == pytest.approx(5450.0, rel=0.05)
    radius_m, hc_ev_m = 2.8179403262e-15, 1.239841984332e-6
    assert pytest.approx(2 * radius_m * hc_ev_m / 1e-28, rel=1e-6) == BARN_EV_PER_ELECTRON
