"""Packed images that Python's and the browser's tests share; run as a program, this writes them anew."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from farlight.science.native.tests.packing import counts_like_a_detector, packed

PATH = Path(__file__).resolve().parents[5] / "frontend" / "generated" / "packed-images.json"
_SHAPE = (41, 53)
_BLOCKS = {"bslz4": (0, 64, 1032), "lz4": (0, 700), "raw": (0,)}


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _one(codec: str, dtype: str, block: int) -> dict[str, Any]:
    if dtype == "float32":
        image = np.random.default_rng(6).normal(20.0, 30.0, _SHAPE).astype(np.float32)
        image[5, 5:9] = [np.nan, np.inf, -np.inf, 3e9]
    else:
        image = counts_like_a_detector(_SHAPE, dtype)
    if dtype.startswith("int"):
        image[30:32] = -1
    chunk = packed(image, codec, block=block)
    return {
        "codec": codec,
        "dtype": dtype,
        "block": block,
        "shape": _SHAPE,
        "packed": _text(chunk),
        "plain": _text(image.tobytes()),
    }


def written() -> list[dict[str, Any]]:
    """Return an image of every type in every packing, with and without blocks that divide it badly."""
    dtypes = ["uint8", "uint16", "uint32", "int16", "int32", "float32"]
    return [_one(codec, dtype, block) for codec, blocks in _BLOCKS.items() for block in blocks for dtype in dtypes]


if __name__ == "__main__":
    PATH.write_text(f"{json.dumps(written())}\n")
