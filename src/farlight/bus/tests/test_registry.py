from hypothesis import given
from hypothesis import strategies as st

from farlight.bus.registry import body_of, event_class, event_from
from farlight.bus.tests.lamps import Bulb, LampSwitchedOn

BULBS = st.builds(
    Bulb, power_w=st.floats(allow_nan=False, allow_infinity=False), colours=st.lists(st.text(), max_size=3).map(tuple)
)
LAMPS = st.builds(LampSwitchedOn, session=st.text(), lamp=st.integers(), bulb=st.none() | BULBS)


@given(LAMPS)
def test_an_event_survives_its_json_form(event):
    assert event_from(event.kind, body_of(event)) == event


def test_an_event_is_found_by_its_kind():
    assert event_class("lamp-switched-on") is LampSwitchedOn
