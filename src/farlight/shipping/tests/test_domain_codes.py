from hypothesis import assume, given
from hypothesis import strategies as st

from farlight.shipping.domain.codes import DIGITS, LENGTH, check_character, new_code, read_code, spelled

codes = st.builds(new_code)


def test_the_check_character_is_that_of_the_standard():
    assert check_character("a12425gabc1234002") == "m"  # the Global Release Identifier of ISO 7064's users


def test_codes_are_random_and_have_no_confused_characters():
    found = {new_code() for _ in range(500)}
    assert len(found) == 500
    assert {len(code) for code in found} == {LENGTH}
    assert not set("".join(found)) & set("0o1li")


@given(codes)
def test_a_code_is_read_as_people_type_it(code):
    assert read_code(spelled(code)) == read_code(f" {code.upper()} ") == read_code(code) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(DIGITS))
def test_one_wrong_character_is_found(code, place, character):
    assume(code[place] != character)
    assert read_code(code[:place] + character + code[place + 1 :]) is None


def test_what_is_no_code_is_none():
    for typed in ("", "k7mq", "k7mq2xw9rt4cc", "é" * 12, "k7mq_2xw9rt4", "٣" * 12):
        assert read_code(typed) is None
