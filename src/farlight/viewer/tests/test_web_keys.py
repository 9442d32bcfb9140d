"""A key of the viewer means the same with script and without."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from farlight.viewer.tests.scene import Scene

KEYS = Path(__file__).parents[4] / "frontend" / "islands" / "diffraction-viewer" / "controls" / "keys.ts"
ROW = re.compile(r'^\s*\["([^"]+)", "([^"]+)", "([^"]+)", "[^"]+", "[^"]+"\]', re.MULTILINE)
ICONS = Path(__file__).parents[4] / "frontend" / "icons" / "names.txt"


def keys_of_the_browser() -> dict[str, str]:
    return {key: word for key, word, _ in ROW.findall(KEYS.read_text())}


@pytest.mark.parametrize("zoom", ["", "?zoom=4&at=0.5,0.5"])
def test_keys_of_the_page_mean_the_same_in_the_browser(browser, scene: Scene, zoom: str) -> None:
    answer = browser.get(f"/sessions/{scene.session}/runs/1/images/2/{zoom}")
    links = BeautifulSoup(answer.content, "html.parser").select("#viewer [data-key]")
    said = {link["data-key"]: link["data-key-word"] for link in links}
    known = keys_of_the_browser()
    assert said
    assert said == {key: known.get(str(key)) for key in said}


def test_no_key_stands_for_two_things_and_every_sign_is_in_the_sprite() -> None:
    rows = ROW.findall(KEYS.read_text())
    keys = [key for key, _, _ in rows]
    assert len(keys) == len(set(keys)) > 30
    assert not {"?", "j", "k", "g", "u", "Enter", "Escape"} & set(keys), "these mean the same on every page"
    assert {icon for _, _, icon in rows} <= set(ICONS.read_text().split())
