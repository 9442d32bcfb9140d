"""What the facility asks of people who come in."""

import pytest

from farlight.bus.public import all_entries
from farlight.people.public import (
    define_security,
)
from farlight.people.types import Role, SecurityPolicy

pytestmark = pytest.mark.django_db


def test_the_policy_is_loaded_again_without_a_word():
    policy = SecurityPolicy(roles=frozenset({Role.OPERATOR}))
    for _ in range(2):
        define_security(policy=policy)
    assert [entry.kind for entry in all_entries("")].count("security-policy-changed") == 1
