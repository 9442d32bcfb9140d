"""Images packed as detectors' writers pack them."""

from typing import Any

import h5py
import hdf5plugin
import numpy as np

FILTERS = {
    "bslz4": hdf5plugin.Bitshuffle(cname="lz4"),
    "bszstd": hdf5plugin.Bitshuffle(cname="zstd"),
    "lz4": hdf5plugin.LZ4(),
    "raw": {},
}


def packed(image: np.ndarray, codec: str = "bslz4", *, block: int = 0) -> bytes:
    """Return the chunk that HDF5's own filter writes, in blocks of so many pixels (bslz4) or bytes (lz4)."""
    packing: Any = FILTERS[codec]
    if block:
        packing = hdf5plugin.Bitshuffle(nelems=block, cname="lz4") if codec == "bslz4" else hdf5plugin.LZ4(nbytes=block)
    with h5py.File("packed.h5", "w", driver="core", backing_store=False) as file:
        data = file.create_dataset("data", data=image[None], chunks=(1, *image.shape), **packing)
        return bytes(data.id.read_direct_chunk((0, *(0 for _ in image.shape)))[1])


def counts_like_a_detector(shape: tuple[int, int], dtype: Any, *, seed: int = 1) -> np.ndarray:
    """Return Poisson background, some bright pixels, and a gap of the largest number of the type."""
    random = np.random.default_rng(seed)
    largest = np.iinfo(dtype).max
    image = random.poisson(2.0, shape).astype(dtype)
    bright = random.integers(0, image.size, max(image.size // 200, 1))
    image.reshape(-1)[bright] = random.integers(0, min(largest, 2**31), bright.size).astype(dtype)
    image[shape[0] // 3 : shape[0] // 3 + 2] = largest
    return image
