"""The chain with the real DIALS: what it finds on a real sweep, and how it fails, is cancelled, and goes on."""

import json
import re
import shutil
from pathlib import Path

import fabio
import numpy as np
import pytest

from farlight.processing.adapters.dials import process_images
from farlight.processing.adapters.dials_steps import completing
from farlight.processing.adapters.processes import processes_of
from farlight.processing.adapters.programs import program_path
from farlight.processing.domain.chain import ChainState, state_from
from farlight.processing.errors import ChainCancelled, StepFailed
from farlight.processing.types import ProcessingOptions, Stage


@pytest.fixture(autouse=True)
def _dials() -> None:
    if program_path("dials.import") is None:
        pytest.skip("DIALS is not installed (Debian packages dials and bitshuffle)")


INSULIN = Path(__file__).parents[4] / "tests" / "data" / "insulin_pilatus300k"


@pytest.fixture
def insulin(tmp_path: Path) -> Path:
    """The real sweep of one degree, in a folder whose name is no ASCII word."""
    folder = tmp_path / "räume mit Leerzeichen"
    shutil.copytree(INSULIN, folder)
    return folder


@pytest.fixture
def blank(insulin: Path) -> Path:
    """The same sweep without a crystal."""
    for number, path in enumerate(sorted(insulin.glob("*.cbf"))):
        image = fabio.open(path)
        noise = np.random.default_rng(number).poisson(1.0, image.data.shape)
        image.data = np.where(image.data < 0, image.data, noise).astype(np.int32)
        image.write(path)
    return insulin


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_insulin_is_found_told_neither_axis_nor_where_the_beam_is(insulin, tmp_path):
    (insulin / "import.phil").unlink()
    for path in insulin.glob("*.cbf"):
        ten_mm_off = path.read_bytes().replace(b"Beam_xy ( 244, 308)", b"Beam_xy ( 302, 308)")
        path.write_bytes(ten_mm_off)
    told: list[tuple[Stage, float]] = []
    result = process_images(
        insulin, tmp_path / "out", ProcessingOptions(), on_stage=lambda stage, frac: told.append((stage, frac))
    )
    assert result.unit_cell == pytest.approx((78.0, 78.0, 78.0, 90, 90, 90), rel=0.01)
    assert (result.lattice, result.indexed_frac > 0.9) == ("cI", True)
    assert result.space_group in {"I 2 3", "I 21 3"}
    assert result.overall is not None
    assert result.beam_shift_px == pytest.approx(57, abs=3)
    assert any("(0, -1, 0) was taken" in note for note in result.notes)
    assert any(note.startswith("Only 1° of rotation") for note in result.notes)
    assert {"report.html", "merged.mtz", "03_index_beam.log"} <= {file.name for file in result.files}
    assert list(dict.fromkeys(stage for stage, _ in told)) == list(Stage)
    assert [frac for _, frac in told] == sorted(frac for _, frac in told)
    assert process_images(insulin, tmp_path / "out", ProcessingOptions()) == result, "what was done is not done again"


@pytest.mark.timeout(120)
def test_images_without_a_crystal_fail_honestly(blank, tmp_path):
    with pytest.raises(StepFailed) as caught:
        process_images(blank, tmp_path / "out", ProcessingOptions())
    failure = caught.value.failure
    assert failure.step is Stage.FIND_SPOTS
    assert failure.why == "No spot was found on 10 image(s): that is too few to find a lattice."
    assert "crystal" in failure.try_next[0]


@pytest.mark.timeout(120)
def test_cancelled_chain_leaves_nothing_running_and_goes_on_behind_its_last_step(insulin, tmp_path):
    folder = tmp_path / "out"
    reached: list[Stage] = []
    with pytest.raises(ChainCancelled):
        process_images(
            insulin,
            folder,
            ProcessingOptions(),
            on_stage=lambda stage, _: reached.append(stage),
            is_cancelled=(folder / "03_index_header_fft1d.log").exists,
        )
    assert reached[-1] is Stage.INDEX
    assert processes_of(folder) == []
    again: list[Stage] = []
    with pytest.raises(ChainCancelled):
        process_images(
            insulin,
            folder,
            ProcessingOptions(),
            on_stage=lambda stage, _: again.append(stage),
            is_cancelled=lambda: bool(again),
        )
    assert again[0] is Stage.INDEX


@pytest.mark.timeout(60)
def test_stills_are_refused_saying_what_is_missing(test_data, tmp_path):
    with pytest.raises(StepFailed) as caught:
        process_images(test_data / "mx_gridscan_thaumatin_pilatus6m", tmp_path / "out", ProcessingOptions())
    assert caught.value.failure.step is Stage.IMPORT
    assert "tell of no rotation" in caught.value.failure.why


@pytest.fixture
def without_wavelength(insulin: Path) -> Path:
    for path in insulin.glob("*.cbf"):
        path.write_bytes(re.sub(rb"# Wavelength 1.542 A\r?\n", b"", path.read_bytes()))
    return insulin


def imported_by(source: Path, folder: Path) -> ChainState:
    """The state after the first step."""
    with pytest.raises(ChainCancelled):
        process_images(source, folder, ProcessingOptions(), is_cancelled=(folder / "chain.json").exists)
    return state_from(json.loads((folder / "chain.json").read_text()))


@pytest.mark.timeout(60)
def test_what_headers_lack_and_the_hints_tell_is_completed(without_wavelength, tmp_path):
    with (without_wavelength / "import.phil").open("a") as phil:
        phil.write("geometry.beam.wavelength = 1.542\n")
    assert imported_by(without_wavelength, tmp_path / "out").images == 10
    models = json.loads((tmp_path / "out" / "imported.expt").read_text())
    assert models["beam"][0]["wavelength"] == 1.542
    assert b"Wavelength" not in next(without_wavelength.glob("*.cbf")).read_bytes()


@pytest.mark.timeout(60)
def test_what_headers_lack_and_nobody_tells_is_asked_for(without_wavelength, tmp_path, monkeypatch):
    with pytest.raises(StepFailed) as caught:
        process_images(without_wavelength, tmp_path / "out", ProcessingOptions())
    assert "geometry.beam.wavelength" in caught.value.failure.try_next[0]
    with (without_wavelength / "import.phil").open("a") as phil:
        phil.write("geometry.beam.wavelength = 1.542\n")
    monkeypatch.setattr(completing, "MOST_BYTES", 1000)
    with pytest.raises(StepFailed, match="too large to be copied"):
        process_images(without_wavelength, tmp_path / "out", ProcessingOptions())
    (without_wavelength / "import.phil").write_text("geometry.beam.wavelength = long\n")
    with pytest.raises(StepFailed) as caught:
        process_images(without_wavelength, tmp_path / "out", ProcessingOptions())
    assert caught.value.failure.step is Stage.IMPORT
