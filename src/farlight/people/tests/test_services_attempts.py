"""Who is wrong too often waits; nobody else does."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from farlight.kernel.time import utc_now
from farlight.people.domain.attempts import ACCOUNT_LIMIT, ADDRESS_LIMIT, PAIR_LIMIT, WrongAttempts, may_try, network_of
from farlight.people.models import KnownAddress, Person, WrongAttempt
from farlight.people.public import lock_person
from farlight.people.services.attempts import begin_attempt, forget_attempt
from farlight.people.tests.factories import make_person

PASSWORD = "correct horse battery"
HERE, THERE, ELSEWHERE = "192.0.2.1", "192.0.2.2", "192.0.2.3"


@pytest.fixture
def ada(db):
    ada = make_person("ada")
    Person.objects.update(password=make_password(PASSWORD))
    return ada


def log_in(address=HERE, login="ada", password=PASSWORD, **headers):
    browser = Client(REMOTE_ADDR=address, headers=headers)
    answer = browser.post("/accounts/login/", {"login": login, "password": password})
    return answer.status_code == 302


def be_wrong(times=PAIR_LIMIT, **how):
    return [log_in(password="not the password", **how) for _ in range(times)]


def said(login):
    answer = Client(REMOTE_ADDR=HERE).post("/accounts/login/", {"login": login, "password": "not the password"})
    return answer.content.decode().replace(login, "LOGIN").partition("<main")[2].replace(csrf_in(answer), "")


def csrf_in(answer):
    return answer.content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_five_wrong_passwords_close_the_account_for_that_address_and_nobody_else(ada):
    assert not any(be_wrong())
    assert [log_in(HERE), log_in(THERE)] == [False, True]
    make_person("ben")
    Person.objects.update(password=make_password(PASSWORD))
    assert log_in(HERE, login="ben")


def test_name_and_address_of_one_person_count_together(ada):
    be_wrong(3, login="ada")
    be_wrong(2, login="ADA@example.org")
    assert not log_in(HERE)


def test_a_made_up_forwarded_address_is_no_way_round(ada):
    for number in range(PAIR_LIMIT):
        log_in(password="not the password", **{"X-Forwarded-For": f"198.51.100.{number}"})
    assert not log_in(**{"X-Forwarded-For": "203.0.113.7"})
    assert set(WrongAttempt.objects.values_list("network", flat=True)) == {HERE}


def test_a_right_password_between_wrong_ones_does_not_wipe_them(ada):
    make_person("ben")
    Person.objects.update(password=make_password(PASSWORD))
    be_wrong(4)
    assert log_in(login="ben")
    be_wrong(1)
    assert not log_in()
    assert WrongAttempt.objects.count() == PAIR_LIMIT


def test_attempts_at_locked_and_unknown_accounts_count_and_are_answered_alike(ada):
    lock_person(person=ada, reason="left")
    make_person("ben")
    answers = {login: said(login) for login in ("ada", "ben", "nobody")}
    assert len(set(answers.values())) == 1
    be_wrong(4, login="nobody")
    be_wrong(4, login="ada")
    assert [said("nobody") == said("ada"), "Too many attempts" in said("ada")] == [True, True]
    assert WrongAttempt.objects.count() == 1 + PAIR_LIMIT * 2


def test_the_right_password_of_a_locked_account_counts_too(ada):
    lock_person(person=ada, reason="left")
    log_in()
    assert WrongAttempt.objects.count() == 1


def test_many_addresses_close_an_account_for_strangers_only(ada):
    assert log_in(HERE)
    now = utc_now()
    for number in range(ACCOUNT_LIMIT):
        assert begin_attempt(login="ada", address=f"198.51.100.{number}", now=now)
    assert begin_attempt(login="ada", address=ELSEWHERE, now=now) is None
    assert log_in(HERE)


def test_one_address_cannot_try_all_accounts(ada):
    now = utc_now()
    for number in range(ADDRESS_LIMIT):
        assert begin_attempt(login=f"guess{number}", address=HERE, now=now)
    assert [log_in(HERE), log_in(THERE)] == [False, True]


def test_a_quarter_of_an_hour_later_one_may_try_again_and_old_attempts_go(ada):
    be_wrong()
    long_ago = utc_now() - timedelta(minutes=16)
    WrongAttempt.objects.update(at=long_ago)
    assert log_in()
    WrongAttempt.objects.update(at=utc_now() - timedelta(days=2))
    KnownAddress.objects.update(seen_at=utc_now() - timedelta(days=100))
    assert log_in(THERE)
    assert (WrongAttempt.objects.count(), KnownAddress.objects.get().network) == (0, THERE)


def test_attempts_are_counted_before_they_are_looked_at(ada):
    now = utc_now()
    begun = [begin_attempt(login="ada", address=HERE, now=now) for _ in range(PAIR_LIMIT + 1)]
    assert [attempt is None for attempt in begun] == [False] * PAIR_LIMIT + [True]
    forget_attempt(begun[0])
    assert begin_attempt(login="ada", address=HERE, now=now) is not None


@pytest.mark.parametrize("login", ["x" * 1_000_000, "nul\0byte", "\ud7ff"])
def test_hostile_names_are_counted_or_refused_and_never_kept(ada, login):
    assert not log_in(login=login)
    assert all(len(row.account) == 64 for row in WrongAttempt.objects.all())
    assert begin_attempt(login=login, address=HERE, now=utc_now()) is not None


def test_a_million_letters_are_no_password(ada):
    assert not log_in(password="x" * 1_000_000)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unix:", "unix:"),
        ("", ""),
        ("x" * 100, "x" * 45),
    ],
)
def test_a_household_of_ipv6_is_one_address(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("address", "account", "both", "known", "may"),
    [
        (0, 0, 0, False, True),
        (0, 0, PAIR_LIMIT, True, False),
        (ADDRESS_LIMIT, 0, 0, True, False),
        (0, ACCOUNT_LIMIT, 0, False, False),
        (0, ACCOUNT_LIMIT, 0, True, True),
    ],
)
def test_who_may_try(address, account, both, known, may):
    wrong = WrongAttempts(from_address=address, of_account=account, of_both=both, is_known_address=known)
    assert may_try(wrong) is may
