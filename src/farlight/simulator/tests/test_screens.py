"""What the simulated screens say of a beamline."""

import pytest

from farlight.simulator.screen_parts import name_of, words_of


@pytest.mark.parametrize(
    ("channel", "value", "said"),
    [
        ("ring_current_ma", 299.3, "Ring current: 299.3 mA"),
        ("energy_ev", 12658.0, "Energy: 12658 eV"),
        ("cryo_k", 100, "Cryo: 100 K"),
        ("transmission_frac", 0.5, "Transmission: 50%"),
        ("front_end_open", True, "Front end: open"),
        ("shutter_open", False, "Shutter: closed"),
        ("refill_at", "2026-11-26T19:33:07+01:00", "Refill: at 18:33:07 UTC"),
        ("detector_state", "idle", "Detector state: idle"),
        ("sample_mounted", "", "Sample mounted: nothing"),
        ("is_searched", True, "Is searched: yes"),
    ],
)
def test_channels_are_told_as_people_read_them(channel, value, said):
    assert f"{name_of(channel)}: {words_of(channel, value)}" == said
