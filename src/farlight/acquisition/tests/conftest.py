"""Fixtures of acquisition's tests."""

import pytest

from farlight.acquisition.tests.experiments import make_experiment


@pytest.fixture
def experiment(db):
    """A group with a running session, and its rivals."""
    return make_experiment()


@pytest.fixture
def live_experiment(transactional_db):
    """The same, visible to other threads."""
    return make_experiment()
