"""The plots of a result, from what DIALS wrote on a simulated and on a real sweep."""

import dataclasses
import json
from pathlib import Path

import pytest

from farlight.processing.domain.beam import beam_centres
from farlight.processing.domain.charts import MOST_ROWS, Along, Chart, Line, ResultCharts, charts_from, rows_of
from farlight.processing.domain.damage import b_drift_angstrom2, damage_verdict, rd_trend
from farlight.processing.domain.drawing import Sources, drawn
from farlight.processing.domain.messages import messages_of
from farlight.processing.domain.records import record_of, result_from
from farlight.processing.domain.report_numbers import (
    ImageScale,
    Points,
    image_scale_of,
    images_of,
    points_of,
    resampled,
    smooth_points,
)
from farlight.processing.tests.factories import RESULT
from farlight.processing.types import BeamCentres, DamageLevel, DamageVerdict, Severity

RECORDED = Path(__file__).parent / "recorded"
BEAM = BeamCentres(start_px=(244.0, 308.0), refined_px=(245.4, 306.7), shift_mm=0.33)


def recorded(name):
    return json.loads((RECORDED / name).read_text())


def sources(name="report_simulated.json", **changes):
    numbers = recorded(name)
    plain = Sources(
        report=numbers,
        damage=numbers,
        scale=ImageScale(start_deg=0.0, end_deg=30.0, images=60),
        first_image=1,
        images=60,
        beam=BEAM,
    )
    return dataclasses.replace(plain, **changes)


def test_every_plot_is_drawn_from_a_whole_report():
    charts = drawn(sources())
    assert [(chart.name, [line.word for line in chart.lines], len(chart.along_values)) for chart in charts.charts] == [
        ("cc_half", ["CC½", "Fit", "Chance (1 %)"], 20),
        ("i_over_sigma", ["I/\N{GREEK SMALL LETTER SIGMA}(I)"], 20),
        ("completeness", ["Completeness", "Multiplicity"], 20),
        ("wilson", ["Measured", "Expected of a protein"], 125),
        ("scale_and_b", ["Scale", "B factor"], 60),
        ("r_merge", ["R merge", "I/\N{GREEK SMALL LETTER SIGMA}(I)"], 60),
        ("radiation_damage", ["R d", "Trend"], 60),
    ]
    assert all(len(line.values) == len(chart.along_values) for chart in charts.charts for line in chart.lines)
    assert charts.damage.level is DamageLevel.NONE
    assert charts.beam == BEAM


def test_numbers_are_those_of_dials():
    charts = drawn(sources())
    completeness = charts.named("completeness")
    assert completeness.along is Along.RESOLUTION
    assert (completeness.along_values[0], completeness.along_values[-1]) == pytest.approx((5.394, 1.426), abs=0.001)
    assert completeness.lines[0].values[0] == pytest.approx(88.25, abs=0.01)
    assert completeness.words == "Completeness goes from 88 % at low to 3 % at high resolution."
    assert charts.named("cc_half").words == "CC½ stays above 0.3 to the edge, 1.43 Å."
    assert charts.named("cc_half").lines[0].values[-1] is None
    assert charts.named("nothing") is None


def test_images_are_counted_as_in_the_run():
    charts = drawn(sources(first_image=21))
    assert charts.named("r_merge").along_values[:2] == (21.0, 22.0)
    scale = ImageScale(start_deg=10.0, end_deg=40.0, images=60)
    assert scale.images_at([10.25, 39.75]) == (1.0, 60.0)
    known = {"valid_osc_range": [0.0, 1.0], "valid_image_range": [10001, 10010]}
    model = {"scaling_model": [{"configuration_parameters": known}]}
    assert image_scale_of(model) == ImageScale(start_deg=0.0, end_deg=1.0, images=10)
    assert image_scale_of(recorded("scaled_insulin.expt")) is None
    assert image_scale_of({"scaling_model": []}) is None
    assert images_of(Points(x=(3.0, 4.0), y=(1.0, 1.0))) == (3, 4)


def test_a_poor_sweep_has_the_plots_that_it_can_have():
    charts = drawn(sources("report_insulin.json", images=10))
    assert [chart.name for chart in charts.charts] == [
        "cc_half",
        "i_over_sigma",
        "completeness",
        "wilson",
        "scale_and_b",
        "r_merge",
        "radiation_damage",
    ]
    assert [line.word for line in charts.named("scale_and_b").lines] == ["Scale"]
    assert charts.damage.level is DamageLevel.UNKNOWN
    assert charts.named("radiation_damage").along_values[0] == 0


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"resolution_graphs": None, "batch_graphs": [], "scaling_model": {"x": {}}},
        {"resolution_graphs": {"completeness": {"data": [{"x": [1], "y": []}]}, "cc_one_half": {"data": [{}, 3]}}},
        {"resolution_graphs": {"completeness": {"data": [{"name": "Completeness", "x": ["a"], "y": [1.0]}]}}},
    ],
)
def test_what_dials_did_not_write_is_left_out(report):
    assert drawn(sources(report=report, damage={}, scale=None, beam=None)) == ResultCharts()


def test_numbers_that_are_none_stay_gaps():
    report = {"resolution_graphs": {"i_over_sig_i": {"data": [{"x": [0.1, 0.2], "y": [float("nan"), None]}]}}}
    assert points_of(report, "resolution_graphs", "i_over_sig_i").y == (None, None)
    (chart,) = drawn(sources(report=report, damage={})).charts
    assert chart.lines[0].values == (None, None)
    assert chart.words.endswith("below 2 everywhere.")


def test_charts_come_back_from_their_json():
    charts = drawn(sources())
    assert charts_from(json.loads(json.dumps(dataclasses.asdict(charts)))) == charts
    assert charts_from({"charts": []}) == ResultCharts()


def test_a_long_chart_has_a_short_table():
    values = tuple(float(image) for image in range(1, 3601))
    chart = Chart(
        name="n", title="t", along=Along.IMAGE, along_values=values, lines=(Line(word="v", values=values),), words="w"
    )
    rows = rows_of(chart)
    assert len(rows) <= MOST_ROWS + 1
    assert (rows[0].along, rows[-1].values) == (1.0, (3600.0,))
    assert rows_of(dataclasses.replace(chart, along_values=(), lines=())) == ()


def test_damage_by_r_d():
    level = [0.05] * 100
    rising = [0.05 * (1 + image / 100) for image in range(100)]
    steps = list(range(100))
    assert damage_verdict(rd_trend(steps, level, 100), 0.1, 100).level is DamageLevel.NONE
    marked = damage_verdict(rd_trend(steps, rising, 100), None, 100)
    assert (marked.level, marked.rd_rise_frac) == (DamageLevel.MARKED, pytest.approx(1.0))
    assert marked.words == (
        "Marked radiation damage: try again with fewer images, or expose the next crystal less "
        "(R_d changes by +100% over the sweep)."
    )
    slight = [0.05 * (1 + 0.4 * image / 100) for image in range(100)]
    assert damage_verdict(rd_trend(steps, slight, 100), None, 100).level is DamageLevel.SLIGHT


def test_a_rise_within_the_scatter_is_none():
    scattered = [0.05 * (1 + (0.9 if image % 2 else -0.5)) + 0.0003 * image for image in range(100)]
    verdict = damage_verdict(rd_trend(list(range(100)), scattered, 100), 0.0, 100)
    assert verdict.level is DamageLevel.NONE
    assert "within its scatter" in verdict.words


@pytest.mark.parametrize(
    ("drift", "level"), [(0.5, DamageLevel.NONE), (2.0, DamageLevel.SLIGHT), (6.0, DamageLevel.MARKED)]
)
def test_damage_by_fading(drift, level):
    trend = rd_trend(list(range(100)), [0.05] * 100, 100)
    assert damage_verdict(trend, drift, 100).level is level


def test_a_rise_without_fading_is_not_called_damage():
    rising = rd_trend(list(range(100)), [0.05 * (1 + 0.7 * image / 100) for image in range(100)], 100)
    verdict = damage_verdict(rising, 0.6, 100)
    assert verdict.level is DamageLevel.NONE
    assert "R_d rises, but spots do not fade" in verdict.words
    assert damage_verdict(rising, 1.6, 100).level is DamageLevel.MARKED
    steep = rd_trend(list(range(100)), [0.05 * (1 + 3.2 * image / 100) for image in range(100)], 100)
    assert damage_verdict(steep, 0.6, 100).level is DamageLevel.SLIGHT


def test_damage_that_cannot_be_told():
    assert rd_trend([0, 1, 2], [0.1, None, 0.0], 3) is None
    assert damage_verdict(None, None, 3).level is DamageLevel.UNKNOWN
    assert damage_verdict(None, 0.2, 3).level is DamageLevel.UNKNOWN
    assert b_drift_angstrom2([]) is None


def test_fading_is_counted_upwards():
    """DIALS' relative B falls when spots fade."""
    assert b_drift_angstrom2([0.0, -1.0, -2.0, None, -4.0]) == 4.0


def test_beam_centres_before_and_after():
    start = recorded("imported_insulin.expt")
    refined = recorded("scaled_insulin.expt")
    found = beam_centres(start, refined)
    assert found.start_px == pytest.approx((244.0, 308.0), abs=3)
    assert found.shift_mm == pytest.approx(
        0.172
        * ((found.refined_px[0] - found.start_px[0]) ** 2 + (found.refined_px[1] - found.start_px[1]) ** 2) ** 0.5,
        abs=0.002,
    )
    aside = json.loads(json.dumps(start))
    aside["beam"][0]["direction"] = aside["detector"][0]["panels"][0]["fast_axis"]
    assert beam_centres(aside, refined) is None


def test_messages_put_warnings_first_and_name_a_far_beam_and_damage():
    far = dataclasses.replace(BEAM, shift_mm=0.51)
    damage = DamageVerdict(level=DamageLevel.MARKED, words="Marked.")
    messages = messages_of(["Narrow."], ["Few spots."], ResultCharts(beam=far, damage=damage))
    assert [(message.severity, message.words[:28]) for message in messages] == [
        (Severity.WARNING, "Narrow."),
        (Severity.WARNING, "The beam centre moved by 0.5"),
        (Severity.WARNING, "Marked."),
        (Severity.NOTE, "Few spots."),
    ]
    near = ResultCharts(beam=BEAM, damage=dataclasses.replace(damage, level=DamageLevel.SLIGHT))
    assert [message.severity for message in messages_of([], [], near)] == [Severity.NOTE]
    sound = ResultCharts(damage=dataclasses.replace(damage, level=DamageLevel.NONE))
    assert messages_of([], [], sound) == messages_of([], [], ResultCharts()) == ()


def graph(name, *traces):
    return {name: {"data": [{"name": word, "x": [0.1, 0.2], "y": values} for word, values in traces]}}


def test_a_report_with_one_graph_each_gives_one_line_each():
    """Whatever goes together in a plot may come alone."""
    report = {
        "resolution_graphs": graph("completeness", ("Completeness", [0.9, 0.5]))
        | graph("cc_one_half", ("CC<sub>½</sub>", [0.99, 0.5]))
        | graph("wilson_intensity_plot", ("Observed", [100.0, 0.0])),
        "batch_graphs": graph("scale_rmerge_vs_batch", ("Scale", [None, None]), ("R<sub>merge</sub>", [None, None])),
        "scaling_model": {"smooth": {"data": [{"name": "something else", "x": [1.0], "y": [1.0]}]}},
    }
    charts = drawn(sources(report=report, damage={}))
    assert [(chart.name, len(chart.lines)) for chart in charts.charts] == [
        ("cc_half", 1),
        ("completeness", 1),
        ("wilson", 1),
        ("scale_and_b", 1),
        ("r_merge", 1),
    ]
    assert charts.named("cc_half").words == "CC½ can be told in 2 of 2 shells only."
    assert charts.named("wilson").lines[0].values == (4.6052, None)
    assert charts.named("scale_and_b").words == "No image has a scale."
    assert charts.named("r_merge").words == "No image has an R."
    only_scales = {"batch_graphs": graph("scale_rmerge_vs_batch", ("Scale", [1.0, 0.9]))}
    assert [chart.name for chart in drawn(sources(report=only_scales, damage={})).charts] == ["scale_and_b"]


def test_differences_without_pairs_are_not_drawn():
    damage = {"dose_plots": graph("rd_vs_batch_difference", ("Rd", [0.0, None]))}
    charts = drawn(sources(report={}, damage=damage))
    assert charts.charts == ()
    assert charts.damage.level is DamageLevel.UNKNOWN


def test_smooth_curves_between_their_points():
    points = Points(x=(1.0, 3.0), y=(0.0, 1.0))
    assert resampled(points, [1.0, 2.0, 5.0]) == (0.0, 0.5, 1.0)
    assert resampled(Points(x=(1.0,), y=(None,)), [1.0, 2.0]) == (None, None)
    assert images_of(Points(x=(1.0, 2.0), y=(1.0, 1.0), labels=("0: 17", "0: 18"))) == (17, 18)
    assert images_of(Points(x=(1.0, 2.0), y=(1.0, 1.0), labels=("0: a", "0: 18"))) == (1, 2)
    two = {"scaling_model": {"other": {"data": []}, "smooth": {"data": [{"name": "B", "x": [0.0], "y": [1.0]}]}}}
    assert smooth_points(two, "B") == Points(x=(0.0,), y=(1.0,))
    assert smooth_points({}, "B") is None
    assert (
        points_of({"part": {"graph": {"data": [{"name": "B", "x": [1.0], "y": [1.0]}]}}}, "part", "graph", "A") is None
    )
    for x, y in ((["a"], [1.0]), ([1.0], []), ([], []), (None, [1.0]), ([1.0], "1")):
        words = {"part": {"graph": {"data": [{"name": "A", "x": x, "y": y}]}}}
        assert points_of(words, "part", "graph", "A") is None


def test_results_of_earlier_days_have_notes_only():
    record = record_of(RESULT)
    for new in ("messages", "beam", "damage"):
        del record[new]
    result = result_from(record)
    assert [(one.severity, one.words) for one in result.messages] == [(Severity.WARNING, "A remark.")]
    assert (result.beam, result.damage) == (None, None)
    assert result_from(json.loads(json.dumps(record_of(RESULT)))) == RESULT
