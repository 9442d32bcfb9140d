import pytest

from farlight.webcams.domain.pace import Pace, width_for


@pytest.mark.parametrize(
    ("wanted", "most", "got"),
    [(16, 1280, 160), (300, 1280, 320), (640, 1280, 640), (1000, 640, 640), (5000, 1280, 1280), (5000, 3000, 3000)],
)
def test_widths_are_few_and_within_the_cameras(wanted, most, got):
    assert width_for(wanted, most) == got


def test_pictures_go_evenly():
    pace = Pace(10.0)
    assert pace.wait_s(100.0) == 0.0
    pace.sent(100.0)
    pace.sent(100.0)
    assert pace.wait_s(100.0) == pytest.approx(0.1)


def test_what_was_missed_is_not_made_up_for():
    pace = Pace(10.0)
    pace.sent(100.0)
    pace.sent(200.0)
    assert pace.wait_s(200.0) == 0.0
