import numpy as np
import pytest

from farlight.science.axis_scans import scan_findings
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Spectrum, has_images

X = np.linspace(-100.0, 100.0, 41)


def test_a_peak_is_found_with_its_centre_and_width():
    found = scan_findings(X, 100.0 + 1000.0 * np.exp(-0.5 * ((X - 12.0) / 20.0) ** 2))
    assert found.top == 10.0
    assert found.centre == pytest.approx(12.0, abs=0.5)
    assert found.fwhm == pytest.approx(2.3548 * 20.0, abs=1.0)
    assert found.contrast_frac == pytest.approx(10.0, abs=0.5)


def test_the_way_does_not_matter():
    y = 100.0 + 1000.0 * (np.abs(X - 10.0) < 30.0)
    assert scan_findings(X[::-1], y[::-1]) == scan_findings(X, y)


def test_a_slope_has_no_width():
    assert scan_findings(X, 1000.0 + 10.0 * (X + 100.0)).fwhm is None


def test_noise_and_too_few_points_are_no_peak():
    assert scan_findings(X, np.random.default_rng(1).poisson(100.0, len(X)).astype(float)) is None
    assert scan_findings(X[:2], np.array([1.0, 100.0])) is None


def test_layouts_know_their_points():
    assert EdgeScan(element="Se", edge="K", below_ev=2, above_ev=3, step_ev=0.5).images == 11
    assert EdgeScan(element="Se", edge="K", below_ev=2, above_ev=1, step_ev=1).energies_ev(100.0) == (98, 99, 100, 101)
    assert [EdgeScan(element="Se", edge="K", step_ev=step).images for step in (0.0, -1.0, 1e-9)] == [0, 0, 0]
    scan = AxisScan(axis=Axis.OMEGA, first=10.0, last=0.0, points=3)
    assert (scan.positions(), scan.images) == ((10.0, 5.0, 0.0), 3)
    assert AxisScan(axis=Axis.ENERGY, first=1.0, last=1.0, points=1).positions() == (1.0,)
    assert {(axis.word, axis.unit) for axis in Axis} >= {("Omega", "°"), ("Energy", "eV")}
    layouts = [None, Exposures(exposures=3), scan, Spectrum(channels=2048, channel_ev=10.0)]
    assert [has_images(layout) for layout in layouts] == [True, True, False, False]
    assert [layout.images for layout in layouts[1:]] == [3, 3, 1]
