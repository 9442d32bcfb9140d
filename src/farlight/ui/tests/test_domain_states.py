"""States are told by sign and word, not by colour alone."""

from farlight.ui.domain.states import StateLook, look_of


def test_known_state_has_its_own_look():
    assert look_of("collecting") == StateLook(tone="live", icon="player-play", word="collecting")
    assert look_of("interrupted") == StateLook(tone="warn", icon="plug-connected-x", word="interrupted")


def test_unknown_state_is_calm_and_says_its_name():
    assert look_of("in_storage") == StateLook(tone="calm", icon="circle-dot", word="in storage")
