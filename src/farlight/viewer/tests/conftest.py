"""What the viewer's tests share."""

from collections.abc import Iterator

import pytest
from django.test import Client

from farlight.viewer.adapters.frames import frames
from farlight.viewer.tests.scene import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    yield make_scene()
    frames.close()


@pytest.fixture
def browser(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.ada)
    return client


@pytest.fixture
def rival(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.rolf)
    return client
