"""The manifest: what the contract of the diffraction viewer promises, for those who may read files."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from farlight.runs.tests.factories import point_at
from farlight.viewer.tests.scene import Scene

CONTRACT = Path(__file__).parents[4] / "frontend" / "islands" / "diffraction-viewer" / "contract" / "manifest.ts"


def address(scene: Scene, run: int = 1) -> str:
    return f"/api/v1/sessions/{scene.session}/runs/{run}/viewer"


def promised(interface: str) -> set[str]:
    body = re.search(rf"export interface {interface} \{{(.*?)\n\}}", CONTRACT.read_text(), re.DOTALL)
    assert body
    return set(re.findall(r"^  (\w+): ", body[1], re.MULTILINE))


def test_manifest_says_what_the_contract_promises(browser, scene) -> None:
    answer = browser.get(address(scene))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    manifest = answer.json()
    assert set(manifest) == promised("Manifest")
    assert set(manifest["geometry"]) == promised("Geometry")
    assert set(manifest["geometry"]["panels"][0]) == promised("Panel")
    assert set(manifest["sweep"]) == promised("Sweep")


def test_manifest_of_single_images(browser, scene) -> None:
    manifest = browser.get(address(scene)).json()
    root, ticket = manifest.pop("root"), manifest.pop("ticket")
    assert re.fullmatch(rf"/img/{scene.session}/1/[0-9a-f]{{24}}/", root)
    assert re.fullmatch(r"[\w-]{64}", ticket)
    geometry = manifest.pop("geometry")
    assert manifest == {
        "session": scene.session,
        "run": 1,
        "images": 10,
        "ready": 3,
        "is_collecting": True,
        "shape": [619, 487],
        "dtype": "int32",
        "codec": None,
        "gap_from": 2**31 - 1,
        "pool": 1,
        "sweep": {"start_deg": 0.0, "width_deg": 0.1},
        "crystal": None,
        "processing": 0,
        "ticket_valid_s": 60,
    }
    assert geometry["origin"] == "header"
    assert geometry["wavelength_angstrom"] == pytest.approx(1.542)


def test_root_stays_while_images_come_and_changes_with_the_files(browser, scene) -> None:
    before = browser.get(address(scene)).json()["root"]
    (scene.folder / "in16c_010004.cbf").write_bytes((scene.folder / "in16c_010003.cbf").read_bytes())
    grown = browser.get(address(scene)).json()
    assert (grown["root"], grown["ready"]) == (before, 4)
    first = scene.folder / "in16c_010001.cbf"
    first.rename(scene.folder / "old")
    first.write_bytes((scene.folder / "old").read_bytes())
    assert browser.get(address(scene)).json()["root"] != before


def test_rival_and_unknown_run_look_alike(browser, rival, scene) -> None:
    other = rival.get(address(scene))
    assert other.status_code == 404
    assert scene.session not in json.dumps({**other.json(), "instance": ""})
    assert browser.get(address(scene, 7)).status_code == 404
    assert Client().get(address(scene)).status_code == 401


def test_run_without_files_has_no_manifest_yet(browser, scene) -> None:
    point_at(scene.session, 1, scene.folder / "none_####.cbf")
    answer = browser.get(address(scene))
    assert answer.status_code in {404, 422}


def test_manifest_asks_the_database_as_often_for_any_run(browser, scene, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(22):
        browser.get(address(scene))
