"""What is a password here: long, unlike the person, not in everybody's list; made of whatever one likes."""

from importlib import import_module
from os import environ

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from farlight.people.models import Person

ADA = Person(username="ada.lovelace", email="countess@example.org", given_name="Augusta", family_name="Lovelace-Byron")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "aaaa bbbb cccc dddd", "384759203847", "пароль из одних букв", "🦆" * 12]
)
def test_long_ones_are_taken_whatever_they_are_made_of(password):
    validate_password(password, ADA)


@pytest.mark.parametrize(
    "password", ["Sh0rt!", "elevenchars", "ada.lovelace1", "lovelace-byron", "countess@example", "1q2w3e4r5t6y7u8i9o0p"]
)
def test_short_known_and_near_ones_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, ADA)


@pytest.mark.parametrize("password", ["Farlight-2027!", "BeamlineBeamline", "eastshore-12345", "myPassword-1234"])
def test_words_of_the_place_are_no_password(password, settings):
    settings.FARLIGHT_SITE_URL = "https://beams.eastshore.example"
    with pytest.raises(ValidationError, match="everybody here thinks of first"):
        validate_password(password, ADA)


def test_words_of_the_place_may_be_a_part_of_one(settings):
    settings.FARLIGHT_SITE_URL = "https://beams.eastshore.example"
    for password in ("my beamline is not at the sea", "light-from-afar", "10.0.0.1 is no word"):
        validate_password(password, ADA)


def test_they_are_kept_by_a_slow_hash_with_a_salt_of_its_own():
    hasher = PBKDF2PasswordHasher()
    kept = [hasher.encode("correct horse battery", hasher.salt()) for _ in range(2)]
    (algorithm, rounds, salt, _), (_, _, other, _) = (one.split("$") for one in kept)
    assert (algorithm, int(rounds) >= 600_000, salt != other, len(salt) >= 22) == ("pbkdf2_sha256", True, True, True)
    house = vars(import_module(environ["DJANGO_SETTINGS_MODULE"]))
    hashers = house.get("PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    assert hashers[0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"
