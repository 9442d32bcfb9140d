"""The page of one run."""

import pytest
from bs4 import BeautifulSoup

from farlight.portal.domain.facts import images_to_look_at
from farlight.portal.tests.world import collect


@pytest.fixture
def run(world, django_capture_on_commit_callbacks):
    """A run of Ada's session under way."""
    with django_capture_on_commit_callbacks(execute=True):
        collect(world.mine, 1, end=False)
    return f"/sessions/{world.mine}/runs/1/"


def test_page_says_how_it_was_measured(ada, run):
    page = BeautifulSoup(ada.get(run).content, "html.parser")
    pairs = {row.dt.text: row.dd.text.replace("\u202f", " ") for row in page.select(".fl-pairs > div")}
    assert page.h1.text == "Run 1"
    assert pairs["Energy"] == "12.658 keV (0.9795 Å)"
    assert pairs["Exposure"] == "20 ms an image, 18 s in all"
    assert page.find("farlight-per-image-plot")["series-url"].endswith("/runs/1/series")


def test_changing_part_comes_alone(ada, run):
    page = BeautifulSoup(ada.get(f"{run}now/").content, "html.parser")
    assert (page.html, page.find(id="run-now") is not None) == (None, True)


@pytest.mark.parametrize("part", ["", "now/"])
def test_rival_cannot_tell_that_it_exists(client, world, run, part):
    client.force_login(world.rival, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"{run}{part}").status_code == 404
    assert client.get(f"{run}{part}".replace("runs/1", "runs/9")).status_code == 404


@pytest.mark.parametrize(("frames", "looks"), [(0, ()), (1, (1,)), (2, (1, 2)), (900, (1, 450, 900))])
def test_first_looks_are_at_first_middle_and_last(frames, looks):
    assert images_to_look_at(frames) == looks
