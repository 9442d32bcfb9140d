"""What can be wrong with image files."""

from farlight.kernel.errors import Invalid, Objection


class ImageError(Invalid):
    """Images cannot be read; the message names the file and says why and what to do."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__([Objection(message=message, mend=mend)])


class ImageNotReadyError(ImageError):
    """An image that was promised has not been written yet, or the file that holds it is missing."""
