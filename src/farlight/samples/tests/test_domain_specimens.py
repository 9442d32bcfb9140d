from farlight.samples.domain.specimens import NEXT_STATES, is_at_the_facility, objections_to_state, states_by_hand
from farlight.samples.types import SpecimenState


def test_every_state_is_reached_and_left():
    reached = {state for following in NEXT_STATES.values() for state in following}
    assert reached == set(SpecimenState) == set(NEXT_STATES)
    assert all(state not in following for state, following in NEXT_STATES.items())


def test_a_step_is_made_or_refused_in_words():
    assert objections_to_state(SpecimenState.LOADED, SpecimenState.MOUNTED, "x") == []
    assert objections_to_state(SpecimenState.LOST, SpecimenState.LOST, "x") == []
    (objection,) = objections_to_state(SpecimenState.REFUSED, SpecimenState.MOUNTED, "crystal 1")
    assert str(objection) == (
        "crystal 1 is refused, so it cannot be mounted now. It can be: declared, approved, returning, disposed."
    )


def test_what_is_in_the_facilitys_hands():
    assert [state.value for state in SpecimenState if is_at_the_facility(state)] == [
        "on_site",
        "stored",
        "loaded",
        "mounted",
        "measured",
        "unloaded",
    ]


def test_what_people_say_by_hand_of_what_is_at_the_facility():
    said = {state.value: [one.value for one in states_by_hand(state)] for state in SpecimenState}
    here = ["measured", "consumed", "damaged", "lost"]
    assert {state: words for state, words in said.items() if words} == {
        "on_site": here,
        "stored": here,
        "loaded": here,
        "mounted": here,
        "measured": here[1:],
        "unloaded": here,
        "damaged": ["measured"],
    }
