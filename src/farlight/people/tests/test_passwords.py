"""What is a password here: long, unlike the person, not in everybody's list; made of whatever one likes."""

import pytest
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
