import itertools

from hypothesis import given
from hypothesis import strategies as st

from farlight.shipping.types import ParcelKind
from farlight.statistics.domain.breakdown import FEWEST_PROPOSALS, OTHERS, UNKNOWN, breakdown_of
from farlight.statistics.domain.figures import FEWEST
from farlight.statistics.domain.maps import map_points
from farlight.statistics.domain.tables import COLUMNS, rows_of
from farlight.statistics.tests.histories import MADE, history
from farlight.statistics.types import Dimension, Spread

NAMES = {"FR": "France", "SE": "Sweden", "GB": "United Kingdom"}


def parcels(**numbers):
    """So many parcels a country, each of a proposal of its own."""
    count = itertools.count(1)
    return [history(next(count), country=country, days=2) for country, many in numbers.items() for _ in range(many)]


def lines(breakdown):
    return [(line.label, line.figures.parcels) for line in breakdown.lines]


def test_staff_see_every_group_and_the_sum():
    found = breakdown_of(parcels(FR=7, SE=1, GB=3), Dimension.COUNTRY, is_exact=True, names=NAMES)
    assert lines(found) == [("France", 7), ("United Kingdom", 3), ("Sweden", 1)]
    assert found.total.parcels == 11


def test_small_groups_are_put_together_for_everybody_else():
    found = breakdown_of(parcels(FR=7, SE=2, GB=4), Dimension.COUNTRY, is_exact=False, names=NAMES)
    assert lines(found) == [("France", 7), (OTHERS, 6)]
    assert found.total is None


def test_what_is_still_small_takes_the_next_along():
    found = breakdown_of(parcels(FR=7, SE=2, GB=9), Dimension.COUNTRY, is_exact=False, names=NAMES)
    assert lines(found) == [("United Kingdom", 9), (OTHERS, 9)]


def test_what_is_small_altogether_is_not_shown():
    assert lines(breakdown_of(parcels(FR=2, SE=2), Dimension.COUNTRY, is_exact=False)) == []


def test_a_large_group_of_one_proposal_is_somebodys():
    own = [history(n, proposal="mx1", country="SE") for n in range(9)]
    found = breakdown_of([*parcels(FR=7), *own], Dimension.COUNTRY, is_exact=False, names=NAMES)
    assert lines(found) == [(OTHERS, 16)]


def test_a_line_tells_neither_times_nor_numbers_of_few():
    """Of seven parcels two are boxes, and two came home: everybody could look the senders up."""
    few = [history(n, country="FR", home_days=3, kind=ParcelKind.BOX) for n in range(2)]
    found = breakdown_of([*few, *parcels(FR=5)], Dimension.COUNTRY, is_exact=False, names=NAMES).lines[0].figures
    assert (found.parcels, found.dewars, found.homeward) == (7, None, Spread(count=None, p50_s=None, p90_s=None))
    exact = breakdown_of([*few, *parcels(FR=5)], Dimension.COUNTRY, is_exact=True).lines[0].figures
    assert (exact.dewars, exact.homeward.count, exact.homeward.p50_s) == (5, 2, 3 * 86_400.0)


@given(st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.integers(1, 12)), max_size=60))
def test_nobody_is_alone_in_a_line(pairs):
    histories = [history(n, country=country, proposal=f"mx{p}") for n, (country, p) in enumerate(pairs)]
    found = breakdown_of(histories, Dimension.COUNTRY, is_exact=False)
    shown = {line.key for line in found.lines}
    for line in found.lines:
        group = [h for h in histories if h.country == line.key or (line.key == OTHERS and h.country not in shown)]
        assert line.figures.parcels == len(group) >= FEWEST
        assert len({h.proposal for h in group}) >= FEWEST_PROPOSALS


def test_what_is_not_known_is_said_to_be():
    assert lines(breakdown_of([history(carrier="")], Dimension.CARRIER, is_exact=True)) == [(UNKNOWN, 1)]


def test_years_stand_in_their_order():
    old, new = history(1, made_at=MADE.replace(year=2024)), history(2)
    found = breakdown_of([new, old, history(3)], Dimension.YEAR, is_exact=True)
    assert lines(found) == [("2024", 1), ("2025", 2)]


def test_every_dimension_has_words():
    assert [d.label for d in Dimension] == ["country", "carrier", "access mode", "kind of parcel", "year"]


def test_a_breakdown_is_a_table_for_spreadsheet_programs():
    exact = rows_of(breakdown_of(parcels(FR=1), Dimension.COUNTRY, is_exact=True, names=NAMES))
    assert exact == [
        ["country", "code", *COLUMNS],
        ["France", "FR", 1, 1, 1, 2.0, 2.0, None, None, 100.0, 0.0, 0.0, 0.0],
        ["all", "", 1, 1, 1, 2.0, 2.0, None, None, 100.0, 0.0, 0.0, 0.0],
    ]
    assert len(rows_of(breakdown_of(parcels(FR=6), Dimension.COUNTRY, is_exact=False))) == 2


def test_countries_are_found_on_the_map():
    found = breakdown_of(parcels(FR=2, XX=1), Dimension.COUNTRY, is_exact=True, names=NAMES)
    assert map_points(found) == [{"number": "250", "name": "France", "parcels": 2}]
