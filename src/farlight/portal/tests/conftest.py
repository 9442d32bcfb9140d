"""Fixtures of the pages' tests."""

import pytest

from farlight.portal.tests.world import make_world


@pytest.fixture
def world(db):
    """Two rival groups with a session each."""
    return make_world()


@pytest.fixture
def ada(client, world):
    """A browser in which Ada is logged in."""
    client.force_login(world.ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
