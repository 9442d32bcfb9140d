"""Edges are found where they are, and f' and f'' hang together."""

import numpy as np
import pytest

from farlight.science.absorption.edge_scans import (
    NoEdgeFoundError,
    atom_edge_ev,
    edge_curves,
    edge_findings,
    f_prime_of,
)
from farlight.science.absorption.simulating import BOND_SHIFT_EV, emission_per_photon
from farlight.science.absorption.table import edge_named, scattering_factors

EDGES = [("Se", "K"), ("Hg", "L3"), ("Zn", "K"), ("Fe", "K")]


def scan_of(element, edge, *, counts=2000.0, background=200.0, step_ev=1.0, seed=1):
    found = edge_named(element, edge)
    energies_ev = np.arange(found.energy_ev - 60.0, found.energy_ev + 90.1, step_ev)
    strength = emission_per_photon(found, energies_ev)
    mean = strength / strength[-1] * counts + background
    return found, energies_ev, np.random.default_rng(seed).poisson(mean).astype(float), np.full(len(mean), 1e6)


@pytest.mark.parametrize(("element", "edge"), EDGES)
def test_peak_and_inflection_lie_where_they_were_put(element, edge):
    found = edge_findings(*scan_of(element, edge))
    assert (found.element, found.edge) == (element, edge)
    assert found.inflection_ev == pytest.approx(found.table_ev + BOND_SHIFT_EV, abs=1.5)
    assert 1.0 < found.peak_ev - found.inflection_ev < 5.0
    assert found.peak_f_double_prime > found.inflection_f_double_prime
    assert found.inflection_f_prime < found.peak_f_prime


def test_selenium_is_as_crystallographers_know_it():
    found = edge_findings(*scan_of("Se", "K", counts=1e5))
    assert found.inflection_f_prime == pytest.approx(-10.5, abs=1.0)
    assert found.peak_f_double_prime == pytest.approx(6.0, abs=1.0)


def test_far_from_the_edge_it_is_the_free_atom():
    edge, energies_ev, counts, monitor = scan_of("Se", "K", counts=1e6)
    curves = edge_curves(edge, energies_ev, counts, monitor)
    for place in (5, -5):
        f_prime, f_double_prime = scattering_factors(edge.number, float(energies_ev[place]))
        assert curves.f_double_prime[place] == pytest.approx(f_double_prime, abs=0.2)
        assert curves.f_prime[place] == pytest.approx(f_prime, abs=0.4)


def test_kramers_and_kronig_of_a_bump_is_the_known_integral():
    """A triangle on the free atom's f'' adds, at its foot's distance, what its closed form says."""
    edge = edge_named("Se", "K")
    at_ev = atom_edge_ev(edge)
    energies_ev = np.arange(at_ev - 100.5, at_ev + 100.0, 1.0)
    floor, roof = (scattering_factors(edge.number, at_ev + side)[1] for side in (-30.0, 30.0))
    plain = np.where(energies_ev < at_ev, floor, roof)
    bump = np.maximum(1.0 - np.abs(energies_ev - (at_ev + 20.5)) / 5.0, 0.0) * 2.0
    more = f_prime_of(edge, energies_ev, plain + bump) - f_prime_of(edge, energies_ev, plain)
    far = int(np.argmin(np.abs(energies_ev - (at_ev - 30.0))))
    x = np.linspace(at_ev + 15.5, at_ev + 25.5, 20001)
    triangle = np.maximum(1.0 - np.abs(x - (at_ev + 20.5)) / 5.0, 0.0) * 2.0
    wanted = 2.0 / np.pi * np.trapezoid(x * triangle / (energies_ev[far] ** 2 - x**2), x)
    assert more[far] == pytest.approx(wanted, rel=1e-3)


def test_what_holds_none_has_no_edge():
    edge, energies_ev, counts, monitor = scan_of("Se", "K")
    flat = np.random.default_rng(3).poisson(200.0, len(energies_ev)).astype(float)
    with pytest.raises(NoEdgeFoundError, match="No K edge of Se is seen"):
        edge_findings(edge, energies_ev, flat, monitor)
    with pytest.raises(NoEdgeFoundError, match="too few points"):
        edge_findings(edge, energies_ev[:30], counts[:30], monitor[:30])


def test_a_beam_that_decays_is_no_edge_and_hides_none():
    edge, energies_ev, counts, monitor = scan_of("Hg", "L3")
    decay = np.linspace(1.0, 0.5, len(energies_ev))
    whole = edge_findings(edge, energies_ev, counts, monitor)
    assert edge_findings(edge, energies_ev, counts * decay, monitor * decay) == whole


def test_wide_steps_are_not_smoothed_away():
    found = edge_findings(*scan_of("Se", "K", step_ev=3.0, counts=1e5))
    assert found.inflection_ev == pytest.approx(12660.4, abs=3.0)
