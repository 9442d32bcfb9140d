"""Damaged images by the ten thousand, unpacked by a build that stops at the first wrong access or arithmetic."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from farlight.science.native.tests.packing import counts_like_a_detector, packed

ROUNDS = 15000
SHAPE = (70, 91)
BUILD = Path(__file__).resolve().parents[5] / "native" / "build.py"


@pytest.fixture(scope="module")
def fuzz(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checked")
    subprocess.run([sys.executable, BUILD, "--checked", folder], check=True)
    return folder / "fuzz"


@pytest.mark.parametrize(("dtype", "kind"), [(np.uint8, 1), (np.uint16, 2), (np.uint32, 4)])
@pytest.mark.parametrize(("codec", "block"), [("bslz4", 0), ("bslz4", 64), ("lz4", 0), ("lz4", 500)])
def test_no_damage_leads_beyond_the_memory_that_was_given(fuzz, tmp_path, codec, block, dtype, kind):
    chunk = tmp_path / "chunk"
    chunk.write_bytes(packed(counts_like_a_detector(SHAPE, dtype), codec, block=block))
    numbers = [str(number) for number in (ROUNDS, kind, *SHAPE)]
    told = subprocess.run([fuzz, *numbers, codec, chunk], check=True, capture_output=True, text=True).stdout
    unpacked, refused = (int(number) for number in re.findall(r"\d+", told))
    assert unpacked + refused == ROUNDS
    assert min(unpacked, refused) > ROUNDS // 20
