"""Second factors: codes that work once, recovery codes that nobody reads, passkeys that cannot be copied."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from farlight.people.adapters import sealing
from farlight.people.adapters.passkeys import Site, ask_for_new, ask_for_proof, new_credential
from farlight.people.adapters.sealing import unsealed
from farlight.people.domain.one_time_codes import code_of, counter_at
from farlight.people.models import OneTimeSeed, Passkey, RecoveryCode, WrongAttempt
from farlight.people.public import (
    factors_of,
    lock_person,
    reset_factors,
    seal_seeds_anew,
    take_one_time_code,
    take_recovery_code,
)
from farlight.people.queries import credentials_of
from farlight.people.services.one_time_codes import remove_one_time_codes, set_up_one_time_codes
from farlight.people.services.passkeys import add_passkey, remove_passkey, rename_passkey, take_passkey
from farlight.people.services.recovery_codes import make_recovery_codes
from farlight.people.tests.factories import make_person
from farlight.people.tests.soft_key import SoftKey
from farlight.people.types import Factors, PasskeySummary

SEED = b"12345678901234567890"
NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
SITE = Site(name="Farlight", origin="https://farlight.test")


def code_at(moment, seed=SEED):
    return code_of(seed, counter_at(moment))


def with_app(name="ada"):
    person = make_person(name)
    set_up_one_time_codes(person=person, seed=SEED, code=code_at(NOW), now=NOW)
    return person


def take(person, moment, code=None):
    return take_one_time_code(person_id=person.pk, code=code or code_at(moment), now=moment)


def kinds_of_events():
    return [entry.kind for entry in all_entries("") if not entry.kind.startswith("person")]


@pytest.mark.django_db
class TestOneTimeCodes:
    def test_a_code_works_once_and_that_of_the_set_up_no_more(self):
        ada = with_app()
        assert [take(ada, NOW), take(ada, LATER), take(ada, LATER), take(ada, LATER + timedelta(seconds=29))] == [
            False,
            True,
            False,
            False,
        ]

    def test_a_code_that_was_seen_does_not_come_back_with_the_clock(self):
        ada = with_app()
        assert take(ada, LATER)
        assert not take(ada, NOW)

    def test_nothing_is_taken_of_people_without_an_app_of_locked_ones_and_of_nobody(self):
        ada, ben = with_app(), make_person("ben")
        assert not take(ben, LATER)
        assert not take_one_time_code(person_id=0, code=code_at(LATER), now=LATER)
        lock_person(person=ada, reason="left")
        assert not take(ada, LATER)

    def test_after_ten_wrong_codes_none_is_right_for_a_while(self):
        ada, ben = with_app(), with_app("ben")
        assert not any(take(ada, LATER, "000000") for _ in range(10))
        assert not take(ada, LATER)
        assert take(ben, LATER)
        assert take(ada, NOW + timedelta(minutes=16))

    def test_seeds_are_sealed_and_keys_can_be_turned(self, settings):
        ada = with_app()
        row = OneTimeSeed.objects.get(person=ada)
        old, new = settings.FARLIGHT_SEALING_KEYS[0], Fernet.generate_key().decode()
        assert unsealed(row.sealed_seed) == SEED
        assert SEED.decode() not in row.sealed_seed
        settings.FARLIGHT_SEALING_KEYS = (new, old)
        assert take(ada, LATER)
        assert seal_seeds_anew() == 1
        settings.FARLIGHT_SEALING_KEYS = (new,)
        assert take(ada, LATER + timedelta(seconds=30))
        settings.FARLIGHT_SEALING_KEYS = (old,)
        with pytest.raises(Unavailable):
            take(ada, LATER + timedelta(seconds=60))

    def test_an_app_must_show_that_it_has_the_seed_and_there_is_one(self):
        ada = make_person("ada")
        with pytest.raises(Invalid):
            set_up_one_time_codes(person=ada, seed=SEED, code="000000", now=NOW)
        set_up_one_time_codes(person=ada, seed=SEED, code=code_at(NOW), now=NOW)
        with pytest.raises(Conflict):
            set_up_one_time_codes(person=ada, seed=SEED, code=code_at(NOW), now=NOW)

    def test_taken_away_it_opens_nothing_and_its_recovery_codes_go_along(self):
        ada = with_app()
        make_recovery_codes(person=ada, now=NOW)
        remove_one_time_codes(person=ada, by=ada, now=NOW)
        assert (take(ada, LATER), factors_of(ada.pk)) == (False, Factors())
        with pytest.raises(NotFound):
            remove_one_time_codes(person=ada, by=ada, now=NOW)
        assert kinds_of_events() == ["factor-added", "recovery-codes-made", "factor-removed"]


@pytest.mark.django_db
def test_who_lost_everything_starts_again_without_a_factor():
    ada, ruth, ben = with_app(), make_person("ruth", "user_office"), make_person("ben")
    make_recovery_codes(person=ada, now=NOW)
    with pytest.raises(NotFound):
        reset_factors(person=ada, now=NOW, by=ben)
    with pytest.raises(NotAllowed):
        reset_factors(person=ruth, now=NOW, by=ruth)
    assert [reset_factors(person=ada, now=NOW, by=ruth), reset_factors(person=ada, now=NOW), factors_of(ada.pk)] == [
        True,
        False,
        Factors(),
    ]
    assert "factors-reset" in kinds_of_events()


@pytest.mark.django_db(transaction=True)
def test_of_many_that_show_a_code_at_the_same_time_one_is_let_in():
    ada = with_app()

    def show(_):
        try:
            return take(ada, LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(show, range(8))) == [False] * 7 + [True]


@pytest.fixture
def quickly(monkeypatch):
    """Hash in one round: how slowly it is done is a test of its own."""
    monkeypatch.setattr(sealing, "SLOW_ROUNDS", 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("quickly")
class TestRecoveryCodes:
    def test_each_works_once_whatever_its_capitals_and_is_not_kept_readable(self):
        ada, ben = with_app(), with_app("ben")
        codes = make_recovery_codes(person=ada, now=NOW)
        assert (len(set(codes)), factors_of(ada.pk).recovery_codes_left) == (10, 10)
        kept = " ".join(RecoveryCode.objects.values_list("fingerprint", flat=True))
        assert not any(code in kept or code.replace("-", "") in kept for code in codes)
        typed = codes[0].upper().replace("-", " ")
        results = [take_recovery_code(person_id=who.pk, code=typed, now=NOW) for who in (ben, ada, ada)]
        assert (results, factors_of(ada.pk).recovery_codes_left) == ([False, True, False], 9)

    def test_new_ones_replace_the_old(self):
        ada = with_app()
        old, new = make_recovery_codes(person=ada, now=NOW), make_recovery_codes(person=ada, now=LATER)
        assert [take_recovery_code(person_id=ada.pk, code=codes[3], now=LATER) for codes in (old, new)] == [False, True]
        assert factors_of(ada.pk).recovery_codes_made_at == LATER

    def test_guesses_count_with_those_of_the_app_and_locked_people_have_none(self):
        ada = with_app()
        codes = make_recovery_codes(person=ada, now=NOW)
        assert not any(take_recovery_code(person_id=ada.pk, code="aaaaa-aaaaa", now=NOW) for _ in range(10))
        assert WrongAttempt.objects.count() == 10
        assert [take_recovery_code(person_id=ada.pk, code=codes[0], now=NOW), take(ada, LATER)] == [False, False]
        lock_person(person=ada, reason="left")
        assert not take_recovery_code(person_id=ada.pk, code=codes[0], now=NOW + timedelta(hours=1))

    def test_who_has_no_factor_has_nothing_that_they_stand_for(self):
        with pytest.raises(Conflict):
            make_recovery_codes(person=make_person("ada"), now=NOW)


def new_passkey(person, key, name="Laptop", site=SITE):
    options, state = ask_for_new(
        site, handle="x", login=person.username, full_name=person.full_name, present=credentials_of(person)
    )
    return add_passkey(person=person, made=new_credential(site, state, key.make(options)), name=name, now=NOW)


def enter(key, person=None, site=SITE, spoil=lambda answer: answer):
    options, state = ask_for_proof(site, present=credentials_of(person) if person else [], must_verify=person is None)
    return take_passkey(site=site, state=state, answer=spoil(key.sign(options)), now=LATER, person=person)


@pytest.mark.django_db
class TestPasskeys:
    def test_a_passkey_is_the_way_in_and_a_second_factor(self):
        ada, key = make_person("ada"), SoftKey()
        row = new_passkey(ada, key)
        assert (enter(key).person, enter(key, ada)) == (ada, row)
        summary = PasskeySummary(code=row.code, name="Laptop", is_verified=True, made_at=NOW, used_at=LATER)
        assert factors_of(ada.pk) == Factors(passkeys=(summary,))

    def test_a_key_without_finger_or_pin_is_a_second_factor_only(self):
        ada, key = make_person("ada"), SoftKey(verifies=False)
        new_passkey(ada, key)
        assert enter(key, ada).person == ada
        with pytest.raises(Invalid):
            enter(key)

    def test_nobody_enters_with_the_passkey_of_somebody_else_of_elsewhere_or_of_nobody(self):
        ada, ben, key = make_person("ada"), make_person("ben"), SoftKey()
        new_passkey(ada, key)
        stranger = SoftKey(credential_id=key.credential_id)
        elsewhere = SoftKey("https://farlight.test.evil.example", key.credential_id)
        elsewhere.secret = key.secret
        for attempt in (
            lambda: enter(key, ben),
            lambda: enter(stranger),
            lambda: enter(elsewhere),
            lambda: enter(SoftKey(credential_id=b"nobody's-key-001")),
            lambda: enter(key, spoil=str),
            lambda: enter(key, spoil=lambda answer: {**answer, "rawId": 7}),
            lambda: enter(key, spoil=lambda answer: {**answer, "response": {}}),
        ):
            with pytest.raises(Invalid):
                attempt()

    def test_an_answer_to_another_question_does_not_count(self):
        ada, key = make_person("ada"), SoftKey()
        new_passkey(ada, key)
        old, _ = ask_for_proof(SITE, present=[], must_verify=True)
        _, state = ask_for_proof(SITE, present=[], must_verify=True)
        with pytest.raises(Invalid):
            take_passkey(site=SITE, state=state, answer=key.sign(old), now=NOW)

    def test_a_weaker_question_is_no_way_in(self):
        ada, key = make_person("ada"), SoftKey(verifies=False)
        new_passkey(ada, key)
        options, state = ask_for_proof(SITE, present=[], must_verify=False)
        with pytest.raises(Invalid):
            take_passkey(site=SITE, state=state, answer=key.sign(options), now=LATER)

    def test_a_copied_key_is_found_out_by_its_count(self):
        ada, key = make_person("ada"), SoftKey()
        new_passkey(ada, key)
        enter(key)
        key.uses -= 1
        with pytest.raises(Invalid, match="copied"):
            enter(key)

    def test_a_device_that_does_not_count_is_trusted_without(self):
        ada, key = make_person("ada"), SoftKey()
        key.uses = -1
        new_passkey(ada, key)
        Passkey.objects.update(uses=0)
        key.uses = -1
        assert enter(key).uses == 0

    def test_a_passkey_is_one_persons_and_nobody_has_very_many(self):
        ada, ben, key = make_person("ada"), make_person("ben"), SoftKey()
        new_passkey(ada, key)
        with pytest.raises(Conflict):
            new_passkey(ben, key)
        for number in range(19):
            new_passkey(ada, SoftKey(credential_id=f"soft-key-of-{number:04}".encode()))
        with pytest.raises(Conflict):
            new_passkey(ada, SoftKey(credential_id=b"one-key-too-many"))

    def test_what_a_browser_makes_up_is_no_passkey(self):
        _, state = ask_for_new(SITE, handle="x", login="ada", full_name="Ada", present=[])
        for answer in (None, {}, {"rawId": "AA", "response": {}}, []):
            with pytest.raises(Invalid):
                new_credential(SITE, state, answer)

    def test_passkeys_are_named_and_taken_away_by_their_owner(self):
        ada, ben, key = make_person("ada"), make_person("ben"), SoftKey()
        row = new_passkey(ada, key, name="  ")
        assert row.name == "Passkey"
        assert rename_passkey(person=ada, code=row.code, name=" Phone ").name == "Phone"
        with pytest.raises(Invalid):
            rename_passkey(person=ada, code=row.code, name=" ")
        for whose, code in ((ben, row.code), (ada, "nothing"), (ada, "no code at all")):
            with pytest.raises(NotFound):
                remove_passkey(person=whose, code=code, by=whose, now=NOW)
        with_app("cleo")
        set_up_one_time_codes(person=ada, seed=SEED, code=code_at(NOW), now=NOW)
        make_recovery_codes(person=ada, now=NOW)
        remove_passkey(person=ada, code=row.code, by=ada, now=NOW)
        assert (factors_of(ada.pk).recovery_codes_left, factors_of(ada.pk).passkeys) == (10, ())
        remove_one_time_codes(person=ada, by=ada, now=NOW)
        assert factors_of(ada.pk) == Factors()
        with pytest.raises(Invalid):
            enter(key)

    @pytest.mark.parametrize(
        ("origin", "can"),
        [
            ("https://farlight.example.org", True),
            ("http://localhost:8000", True),
            ("http://farlight.localhost", True),
            ("http://farlight.example.org", False),
            ("http://127.0.0.1:8000", False),
            ("https://[::1]", False),
        ],
    )
    def test_where_browsers_make_passkeys(self, origin, can):
        assert Site(name="x", origin=origin).can_have_passkeys is can
