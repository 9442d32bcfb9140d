"""What is kept of recovery codes: slow to go through, salted, and those of before count on."""

import time

import pytest

from farlight.kernel.time import utc_now
from farlight.people.adapters import sealing
from farlight.people.adapters.sealing import fingerprint_of, slow_hash_of
from farlight.people.models import RecoveryCode
from farlight.people.public import person_named, take_recovery_code
from farlight.people.services.recovery_codes import make_recovery_codes
from farlight.people.tests.factories import make_person, show_codes
from tests.system.migrating import go_one_by_one, models_at

BEFORE, NEWEST = [("people", "0009_sent_forms")], [("people", "0010_recovery_codes_slowly")]


@pytest.mark.django_db
def test_what_is_kept_of_recovery_codes_is_slow_and_has_a_salt_of_its_own_for_each_set(monkeypatch):
    assert sealing.SLOW_ROUNDS >= 600_000
    began_s = time.process_time()
    kept = slow_hash_of("1 abcdeabcde", salt="00" * 16)
    assert (time.process_time() - began_s > 0.03, len(kept), kept == slow_hash_of("1 abcdeabcde", salt="01" * 16)) == (
        True,
        64,
        False,
    )
    monkeypatch.setattr(sealing, "SLOW_ROUNDS", 1)
    ada, ben = make_person("ada"), make_person("ben")
    show_codes(ada)
    show_codes(ben)
    salts = set()
    for person in (ada, ben, ada):
        make_recovery_codes(person=person, now=utc_now())
        salts |= set(RecoveryCode.objects.filter(person=person).values_list("salt", flat=True))
    assert (len(salts), {len(salt) for salt in salts}) == (3, {32})


@pytest.mark.django_db(transaction=True)
def test_codes_that_were_made_before_count_on():
    make_person("ada")
    go_one_by_one(BEFORE)
    old = models_at(BEFORE).get_model("people", "RecoveryCode").objects
    key = person_named("ada").pk
    for code, used_at in (("abcdeabcde", None), ("fghijfghij", utc_now())):
        old.create(person_id=key, fingerprint=fingerprint_of(f"{key} {code}"), made_at=utc_now(), used_at=used_at)
    go_one_by_one(NEWEST)
    taken = [take_recovery_code(person_id=key, code=code, now=utc_now()) for code in ("fghij-fghij", "ABCDE-abcde")]
    assert taken == [False, True]
