"""The page of an image: where its keys lead, what it draws, who may see it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.runs.tests.factories import keep_values
from farlight.viewer.tests.scene import Scene


def url(scene: Scene, image: int = 2) -> str:
    return f"/sessions/{scene.session}/runs/1/images/{image}/"


def page(browser: Client, address: str) -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def keys(soup: BeautifulSoup) -> dict[str, str]:
    return {link["data-key"]: link["href"] for link in soup.select("#viewer [data-key]")}


def test_keys_lead_to_the_images_around_and_to_other_looks(browser, scene) -> None:
    leads = keys(page(browser, url(scene)))
    base = url(scene, 0).removesuffix("0/")
    assert (leads["ArrowLeft"], leads["ArrowRight"]) == (f"{base}1/", f"{base}3/")
    assert (leads["Home"], leads["End"]) == (f"{base}1/", f"{base}3/")
    assert leads["+"] == f"{base}2/?contrast=1.5"
    assert leads["-"] == f"{base}2/?contrast=0.667"
    assert (leads["i"], leads["r"], leads["p"]) == tuple(f"{base}2/?{n}=1" for n in ("invert", "rings", "spots"))
    assert leads["z"] == f"{base}2/?zoom=2&at=0.5,0.5"
    assert "a" not in leads


def test_looks_stay_on_the_way_to_the_next_image(browser, scene) -> None:
    leads = keys(page(browser, f"{url(scene)}?invert=1&rings=1&zoom=2&at=0.3,0.6"))
    assert leads["ArrowRight"].endswith("/images/3/?invert=1&rings=1&zoom=2&at=0.3,0.6")
    assert leads["i"].endswith("/images/2/?rings=1&zoom=2&at=0.3,0.6")
    assert leads["d"].endswith("at=0.3,0.725")


def test_picture_is_asked_for_as_it_is_seen(browser, scene) -> None:
    soup = page(browser, f"{url(scene)}?contrast=2&invert=1&colours=heat&zoom=2&at=0.5,0.5")
    picture = soup.select_one("svg image")
    assert picture is not None
    assert picture["href"].startswith(f"/api/v1/sessions/{scene.session}/runs/1/images/2.webp?size=1100")
    assert "contrast=2&invert=true&colours=heat&window=154,122,310,244" in picture["href"]
    assert browser.get(picture["href"]).status_code == 200
    assert soup.select_one("link[rel=prefetch]") is None, "the viewer in the browser fetches ahead by itself"


def test_next_picture_is_fetched_ahead_for_those_who_step_without_it(browser, scene) -> None:
    part = browser.get(url(scene), headers={"HX-Request": "true"})
    ahead = BeautifulSoup(part.content, "html.parser").select_one("link[rel=prefetch]")
    assert ahead is not None
    assert "/images/3.webp" in ahead["href"]
    assert browser.get(ahead["href"]).status_code == 200


def test_rings_and_spots_are_drawn_over_the_picture(browser, scene) -> None:
    plain = page(browser, url(scene))
    assert not plain.select(".fl-viewer-rings path, .fl-viewer-spots circle")
    drawn = page(browser, f"{url(scene)}?rings=1&spots=1")
    assert len(drawn.select(".fl-viewer-rings path")) >= 2
    assert all(label.text.endswith("Å") for label in drawn.select(".fl-viewer-labels text"))
    assert len(drawn.select(".fl-viewer-spots circle")) > 250
    assert drawn.select_one("[data-key=r]")["aria-pressed"] == "true"  # type: ignore[index]


def test_values_of_the_image_stand_beside_it(browser, scene) -> None:
    keep_values(scene.session, 1, image_number=2, spots=1234)
    text = page(browser, url(scene)).select_one("#viewer-head").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "1,234" in text
    assert "2.1" in text
    assert "1,234" not in page(browser, url(scene, 1)).get_text()


def test_only_the_part_is_sent_to_htmx_and_all_of_it_when_history_is_restored(browser, scene) -> None:
    part = browser.get(url(scene), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<title>Image 2 of run 1, mx2341-1 · Farlight</title>")
    assert '<div id="viewer"' in part
    assert 'id="viewer-head" hx-swap-oob="true"' in part
    assert "<html" not in part
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in browser.get(url(scene), headers=headers).content.decode()


def test_viewer_in_the_browser_finds_what_it_needs(browser, scene) -> None:
    soup = page(browser, f"{url(scene)}?contrast=2")
    viewer = soup.select_one("diffraction-viewer")
    assert viewer is not None
    assert viewer.select_one("#viewer svg image") is not None
    api = f"/api/v1/sessions/{scene.session}/runs/1"
    assert {name: viewer[name] for name in ("manifest", "series-url", "page", "run", "image")} == {
        "manifest": f"{api}/viewer",
        "series-url": f"{api}/series",
        "page": f"/sessions/{scene.session}/runs/1/images/{{image}}/",
        "run": "1",
        "image": "2",
    }
    assert viewer["picture"].startswith(f"{api}/images/2.webp?size=1100&contrast=2")
    assert soup.body is not None
    assert soup.body["data-live"] == f"/api/v1/sessions/{scene.session}/events"
    assert soup.body["data-live-after"].isdecimal()
    assert browser.get(viewer["manifest"]).status_code == 200


def test_link_of_the_viewer_in_the_browser_is_read_by_the_server_too(browser, scene) -> None:
    link = (
        f"{url(scene)}?contrast=1.5&levels=0,40&ice=1&mask=0&scale=log&zoom=2.66&at=0.5,0.25&stack=sum,3&line=1,2,3,4"
    )
    picture = page(browser, link).select_one("svg image")
    assert picture is not None
    assert "contrast=1.5&window=193,30,233,184" in picture["href"]
    assert browser.get(picture["href"]).status_code == 200


def test_page_asks_the_database_the_same_number_of_questions_at_every_image(
    browser, scene, django_assert_max_num_queries
) -> None:
    asked = []
    for image, looks in ((1, ""), (2, "?rings=1&spots=1"), (3, "?zoom=8&at=0.5,0.5")):
        keep_values(scene.session, 1, image_number=image, spots=image)
        with django_assert_max_num_queries(25) as queries:
            assert browser.get(f"{url(scene, image)}{looks}").status_code == 200
        asked.append(len(queries))
    assert len(set(asked)) == 1


def test_last_image_has_no_next(browser, scene) -> None:
    soup = page(browser, url(scene, 3))
    assert keys(soup)["ArrowRight"] == url(scene, 3)
    assert soup.select_one("link[rel=prefetch]") is None


@pytest.mark.parametrize("image", [0, 4, 11])
def test_image_that_is_not_there_is_not_found(browser, scene, image) -> None:
    assert browser.get(url(scene, image)).status_code == 404


def test_rivals_find_nothing_and_strangers_log_in_first(rival, scene) -> None:
    real, unreal = rival.get(url(scene)), rival.get("/sessions/mx4444-4/runs/1/images/2/")
    assert (real.status_code, unreal.status_code) == (404, 404)
    seen = [BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True) for answer in (real, unreal)]
    assert seen[0].replace(scene.session, "") == seen[1].replace("mx4444-4", "")
    assert Client().get(url(scene)).status_code == 302
