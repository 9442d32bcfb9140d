from datetime import UTC, datetime, timedelta

import pytest

from farlight.people.domain.one_time_codes import code_of, counter_at, counter_of, seed_address, seed_text

SEED = b"12345678901234567890"
"""The seed of the test vectors of RFC 4226, appendix D, and RFC 6238, appendix B."""
RFC_4226 = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
RFC_6238 = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 20000000000: "65353130"}


def at(second):
    return datetime.fromtimestamp(second, tz=UTC)


def test_codes_are_those_of_rfc_4226():
    assert [code_of(SEED, counter) for counter in range(10)] == RFC_4226


@pytest.mark.parametrize(("second", "eight_digits"), RFC_6238.items())
def test_codes_in_time_are_the_last_six_digits_of_rfc_6238(second, eight_digits):
    assert code_of(SEED, counter_at(at(second))) == eight_digits[-6:]


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "287-082"])
def test_blanks_that_people_type_do_not_matter(typed):
    assert counter_of(SEED, typed, now=at(59)) == 1


@pytest.mark.parametrize("typed", ["", "287083", "28708", "2870820", "²87082", "x" * 1_000_000])
def test_what_is_not_the_code_is_none(typed):
    assert counter_of(SEED, typed, now=at(59)) is None


def test_codes_of_the_periods_before_and_after_do_not_count():
    now = at(59)
    codes = [code_of(SEED, counter_at(now + timedelta(seconds=shift))) for shift in (-30, 0, 30)]
    assert [counter_of(SEED, code, now=now) for code in codes] == [None, 1, None]


def test_apps_read_the_seed_and_whose_it_is():
    assert seed_text(SEED) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert seed_address(SEED, login="ada", facility="Far Light") == (
        "otpauth://totp/Far%20Light%3Aada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Far%20Light&digits=6&period=30"
    )
