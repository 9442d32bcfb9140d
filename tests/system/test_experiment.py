"""A whole experiment on real images, by the command that people use, with real processes and real DIALS."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from farlight.config.supervisor import farlight_command

INSULIN = Path(__file__).parents[1] / "data" / "insulin_pilatus300k"

pytestmark = [
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.timeout(900),
]


@pytest.fixture(autouse=True)
def _dials():
    if not Path("/usr/bin/dials.import").exists():
        pytest.skip("The package dials is not installed.")


def experiment(*arguments):
    environment = {k: v for k, v in os.environ.items() if k not in {"FARLIGHT_DATABASE_URL", "FARLIGHT_STATE_DIR"}}
    command = [*farlight_command("experiment", "--json"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_real_insulin_is_found_with_nothing_told_but_its_axis():
    done = experiment("--input", str(INSULIN))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["unit_cell"] == pytest.approx([78.2, 78.2, 78.2, 90, 90, 90], rel=0.01)
    assert (report["session"], report["run"], report["images"]) == ("mx1-1", "mx1-1/1", 10)
    assert report["space_group"] in {"I 2 3", "I 21 3"}
    assert report["indexed_frac"] > 0.9
    assert report["spots_per_image_median"] > 50
    assert {"facility", "acquisition", "image_analysis", "processing", "total"} == set(report["seconds"])
    assert any("1° of rotation" in note for note in report["notes"])
    names = {file["path"] for file in report["files"]}
    assert {"raw/run-001/in16c_010001.cbf", "raw/run-001/import.phil"} <= names


def test_truncated_master_fails_with_stage_and_reason(tmp_path):
    folder = tmp_path / "räume mit Leerzeichen"
    folder.mkdir()
    (folder / "broken_master.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    done = experiment("--input", str(folder / "broken_master.h5"))
    report = json.loads(done.stdout)
    assert (done.returncode, report["failed_stage"]) == (1, "input")
    assert "broken_master.h5" in report["why"]


def test_images_packed_by_gzip_work_too(tmp_path):
    shutil.copy(INSULIN / "import.phil", tmp_path)
    for image in sorted(INSULIN.glob("*.cbf")):
        packed = subprocess.run(["gzip", "-1", "-c", str(image)], capture_output=True, check=True).stdout
        (tmp_path / f"{image.name}.gz").write_bytes(packed)
    done = experiment("--input", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["unit_cell"][0] == pytest.approx(78.2, rel=0.01)
