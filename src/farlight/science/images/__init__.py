"""Reading detector images where they lie: NeXus/HDF5, also while it is written, CBF sweeps, and what fabio knows."""

from farlight.science.images.errors import ImageError, ImageNotReadyError
from farlight.science.images.opening import open_images
from farlight.science.images.source import ImageSource, StoredChunk, Sweep

__all__ = ["ImageError", "ImageNotReadyError", "ImageSource", "StoredChunk", "Sweep", "open_images"]
