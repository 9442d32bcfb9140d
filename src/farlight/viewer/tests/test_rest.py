"""Pictures by REST: for those who may, in every format, the same picture only once."""

import io

import pytest
from django.test import Client
from PIL import Image

from farlight.runs.tests.factories import point_at
from farlight.viewer.tests.scene import Scene


def url(scene: Scene, image: int = 1, extension: str = "webp") -> str:
    return f"/api/v1/sessions/{scene.session}/runs/1/images/{image}.{extension}"


@pytest.mark.parametrize(
    ("extension", "media", "name"),
    [("webp", "image/webp", "WEBP"), ("png", "image/png", "PNG"), ("jpg", "image/jpeg", "JPEG")],
)
def test_picture_comes_in_the_format_that_is_asked_for(browser, scene, extension, media, name) -> None:
    answer = browser.get(url(scene, 1, extension), {"size": 300})
    assert (answer.status_code, answer["Content-Type"]) == (200, media)
    assert answer["Cache-Control"] == "private, max-age=600"
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.format == name
        assert max(picture.size) <= 300


def test_window_and_looks_change_the_picture(browser, scene) -> None:
    sizes = {}
    for query in ({}, {"window": "100,200,64,32"}, {"invert": True}, {"colours": "heat"}, {"contrast": 3}):
        answer = browser.get(url(scene, 1, "png"), query)
        sizes[str(query)] = (answer.status_code, answer.content, answer["ETag"])
    assert {status for status, _, _ in sizes.values()} == {200}
    assert len({content for _, content, _ in sizes.values()}) == 5
    assert len({etag for _, _, etag in sizes.values()}) == 5
    with Image.open(io.BytesIO(sizes["{'window': '100,200,64,32'}"][1])) as picture:
        assert picture.size == (32, 64)


def test_same_picture_is_not_sent_twice(browser, scene) -> None:
    first = browser.get(url(scene))
    again = browser.get(url(scene), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = browser.get(url(scene, 2), headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("image", "extension", "query", "status"),
    [
        (4, "webp", {}, 404),
        (11, "webp", {}, 404),
        (0, "webp", {}, 404),
        (1, "gif", {}, 404),
        (1, "webp", {"size": 1}, 422),
        (1, "webp", {"contrast": "much"}, 422),
        (1, "webp", {"colours": "pink"}, 422),
        (1, "webp", {"window": "1,2,3"}, 422),
        (1, "webp", {"window": "a,b,c,d"}, 422),
        (1, "webp", {"window": "9000,0,5,5"}, 422),
    ],
)
def test_what_cannot_be_is_refused(browser, scene, image, extension, query, status) -> None:
    answer = browser.get(url(scene, image, extension), query)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert str(scene.folder) not in answer.content.decode()


def test_files_that_are_damaged_are_told_in_words(browser, scene) -> None:
    (scene.folder / "bad_master.h5").write_bytes(b"no")
    point_at(scene.session, 1, scene.folder / "bad_master.h5")
    answer = browser.get(url(scene))
    assert answer.status_code == 422
    assert "bad_master.h5 is not an HDF5 file" in answer.json()["title"]


def test_rivals_and_strangers_get_nothing(rival, scene) -> None:
    real, unreal = rival.get(url(scene)), rival.get("/api/v1/sessions/mx4444-4/runs/1/images/1.webp")
    assert (real.status_code, unreal.status_code) == (404, 404)
    assert real.json()["title"] == unreal.json()["title"]
    assert rival.get(url(scene), headers={"If-None-Match": '"x"'}).status_code == 404
    assert Client().get(url(scene)).status_code == 401
