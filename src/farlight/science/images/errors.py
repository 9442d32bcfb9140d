"""What can be wrong with image files."""

from farlight.science.native.errors import ImageError

__all__ = ["ImageError", "ImageNotReadyError"]


class ImageNotReadyError(ImageError):
    """An image that was promised has not been written yet, or the file that holds it is missing."""
