"""Cards and pages of scans and powders: their plot, what was found, and where it leads."""

import pytest
from bs4 import BeautifulSoup

from farlight.portal.tests.world import collect
from farlight.runs.tests.factories import let_be_found
from farlight.samples.public import samples_of_proposal
from farlight.science.findings import (
    EdgeFindings,
    ElementFinding,
    ProfileFindings,
    ScanFindings,
    SpectrumFindings,
)
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Spectrum

EDGE = EdgeFindings(
    element="Se", edge="K", table_ev=12658.0, peak_ev=12662.5, peak_f_prime=-8.02, peak_f_double_prime=6.02,
    inflection_ev=12660.0, inflection_f_prime=-10.49, inflection_f_double_prime=3.8, step_sigmas=26.7,
)  # fmt: skip
ELEMENTS = tuple(
    ElementFinding(element=element, series="K", line="Kb1", line_ev=8000.0, counts=100.0, sigmas=9.0)
    for element in ("Se", "Zn", "Cu", "Fe", "S", "Ar")
)
KINDS = {
    "edge_scan": (EdgeScan(element="Se", edge="K"), EDGE),
    "fluorescence": (
        Spectrum(channels=2048, channel_ev=10.0),
        SpectrumFindings(elements=ELEMENTS, compton_cutoff_ev=11845.8, total_counts=9.0),
    ),
    "powder": (
        Exposures(exposures=20),
        ProfileFindings(
            averaged=13, outliers=tuple(range(1, 8)), q_low_inverse_angstrom=0.1, q_high_inverse_angstrom=4
        ),
    ),
    "scan": (
        AxisScan(axis=Axis.SAMPLE_X, first=-50, last=50, points=11),
        ScanFindings(top=1.0, centre=-0.44, fwhm=None, contrast_frac=2.0),
    ),
}


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def measured(world, django_capture_on_commit_callbacks):
    """Tell of one run of each kind of Ada's session; with what was found, or before."""

    def tell(*, found=True, kinds=KINDS):
        sample = samples_of_proposal("mx2341")[0].code
        with django_capture_on_commit_callbacks(execute=True):
            for number, kind in enumerate(kinds, 1):
                collect(world.mine, number, kind=kind, layout=KINDS[kind][0], sample=sample)
        for number, kind in enumerate(kinds, 1):
            let_be_found(world.mine, number, KINDS[kind][1] if found else None, frames=11)
        return sample

    return tell


def card(page, number):
    return page.select_one(f"#run-{number}")


def test_every_kind_has_its_plot_and_what_was_found(ada, world, measured):
    measured()
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    assert [card(page, n).select_one("farlight-result-chart")["name"] for n in (1, 2, 3, 4)] == [
        "edge", "spectrum", "average", "scan",
    ]  # fmt: skip
    tables = [card(page, n).select_one("table.fl-found") for n in (1, 2, 3, 4)]
    assert [table.caption.text for table in tables] == ["Se K edge", "Elements", "Radial average", "Along the pin"]
    assert [[cell.text for cell in row.select("th, td")][:4] for row in tables[0].select("tbody tr")] == [
        ["Peak", "12662.5\u202feV", "-8.02", "6.02"],
        ["Inflection", "12660.0\u202feV", "-10.49", "3.80"],
    ]
    assert [row.th.text for row in tables[1].select("tbody tr")] == ["Se", "Zn", "Cu", "Fe", "S"]
    assert "K\N{GREEK SMALL LETTER BETA}1" in tables[1].text
    assert "7: 1, 2, 3, 4, 5, 6 …" in tables[2].text
    assert "-0.44\u202fµm" in tables[3].text
    assert "Scattered light begins at 11.846\u202fkeV." in card(page, 2).text


def test_points_are_no_images(ada, world, measured):
    measured()
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    links = [[a.text for a in card(page, n).select(".fl-run-links a")] for n in (1, 2, 3, 4)]
    assert links == [["CSV", "Files"], ["CSV", "Files"], ["Images", "CSV", "Files"], ["CSV", "Files"]]
    facts = [[li.text for li in card(page, n).select(".fl-run-facts li")] for n in (1, 2, 3, 4)]
    assert facts[0][:3] == ["Se K edge", "from 60 eV below to 90 eV above", "151 × 1 eV"]  # noqa: RUF001
    assert facts[1][0] == "2048 channels of 10 eV"
    assert facts[2][0] == "20 exposures"
    assert facts[3][:2] == ["Along the pin, -50 to 50 µm", "11 points"]
    assert "130.0\u202fmm" in facts[2]
    assert not [fact for number in (0, 1, 3) for fact in facts[number] if fact.endswith("mm")]


def test_the_energy_of_a_peak_fills_the_form_of_a_rotation(ada, world, measured):
    sample = measured()
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    peak, inflection = (a["href"] for a in card(page, 1).select("table.fl-found a"))
    assert peak == f"/sessions/{world.mine}/queue/?kind=rotation&energy_ev=12662.5&sample={sample}"
    assert "energy_ev=12660.0" in inflection
    form = soup(ada.get(peak))
    assert form.select_one("[name=energy_ev]")["value"] == "12662.5"
    assert form.select_one("select[name=sample] option[selected]")["value"] == sample


def test_what_is_not_known_yet_is_said_so(ada, world, measured):
    measured(found=False)
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    assert page.select("table.fl-found") == []
    assert [card(page, n).select_one("farlight-result-chart")["charts-url"].rpartition("-")[2] for n in (1, 2)] == [
        "not", "not",
    ]  # fmt: skip


def test_a_spectrum_of_nothing_says_so(ada, world, measured):
    measured()
    let_be_found(world.mine, 2, SpectrumFindings(elements=(), compton_cutoff_ev=11845.8, total_counts=9.0), frames=1)
    assert "No element stands out." in card(soup(ada.get(f"/sessions/{world.mine}/")), 2).text
    assert "no element stands out" in soup(ada.get(f"/sessions/{world.mine}/summary/")).text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_filter(ada, world, measured, kind):
    measured()
    page = soup(ada.get(f"/sessions/{world.mine}/?kind={kind}"))
    assert [article["data-kind"] for article in page.select("article[data-run]")] == [kind]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_page_of_a_run_shows_its_plot_and_only_what_there_is(ada, world, measured, number):
    measured()
    page = soup(ada.get(f"/sessions/{world.mine}/runs/{number}/"))
    assert page.select_one("farlight-result-chart")
    assert page.select_one("table.fl-found")
    assert page.select("#processing-title") == []
    assert bool(page.select("farlight-per-image-plot")) is (number == 3)
    words = page.select_one("dl.fl-pairs").text
    assert ("Distance" in words, "Points" in words) == (number == 3, number != 3)


def test_the_page_of_a_run_says_that_nothing_is_known(ada, world, measured):
    measured(found=False)
    assert "Aborted by Ada" in soup(ada.get(f"/sessions/{world.mine}/runs/1/")).select_one(".fl-scan-found").text


def test_the_table_of_the_session_has_what_was_found(ada, world, measured):
    measured()
    page = soup(ada.get(f"/sessions/{world.mine}/summary/"))
    assert "Se K: peak 12662.5\u202feV, inflection 12660.0\u202feV" in page.text
    assert [row.td.text for row in soup(ada.get(f"/sessions/{world.mine}/summary/?q=zn")).select("tbody tr")] == ["2"]
    lines = ada.get(f"/sessions/{world.mine}/summary.csv").content.decode().splitlines()
    heads, first = lines[0].split(","), lines[-1]
    assert heads[-9:] == [
        "found", "element", "edge", "peak_ev", "peak_f_prime", "peak_f_double_prime",
        "inflection_ev", "inflection_f_prime", "inflection_f_double_prime",
    ]  # fmt: skip
    assert first.endswith("Se,K,12662.5,-8.02,6.02,12660.0,-10.49,3.8")
    assert "13 frames averaged, 7 left out" in lines[-3]


def test_queries_do_not_grow_with_kinds(ada, world, measured, django_assert_max_num_queries):
    measured()
    with django_assert_max_num_queries(34):
        ada.get(f"/sessions/{world.mine}/")
