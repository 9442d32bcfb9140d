"""One door to all kinds of image files."""

from pathlib import Path

from farlight.science.images.errors import ImageError
from farlight.science.images.mrc import SUFFIXES as MRC_SUFFIXES
from farlight.science.images.mrc import MrcImages
from farlight.science.images.nexus import NexusImages
from farlight.science.images.sequence import from_folder, from_template, is_single_image, single
from farlight.science.images.source import ImageSource

HDF5_SUFFIXES = (".h5", ".hdf5", ".nxs", ".hdf", ".cxi")
_HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_MASTER_MARKS = ("_master.h5", ".nxs")


def open_images(path: Path) -> ImageSource:
    """Open images, whatever they are kept in.

    Parameters
    ----------
    path : Path
        A NeXus or EIGER master, any HDF5 file with a series of images, an MRC file, one CBF (or TIFF, ADSC, … as fabio
        reads; also packed by gzip or bzip2), a sweep named with ``#`` for its digits, or a folder that holds one of
        these. An `import.phil` beside single images says what their headers lack; so does a calibration by pyFAI
        (``.poni``) beside images that do not say where the detector is.

    Raises
    ------
    ImageError
        When it is missing, truncated, empty, or of an unknown format; the message says which and what to do.
    """
    if path.is_dir():
        masters = sorted(file for file in path.iterdir() if file.name.lower().endswith(_MASTER_MARKS))
        return NexusImages(masters[0]) if masters else from_folder(path)
    if "#" in path.name or "*" in path.name:
        if not path.parent.is_dir():
            raise ImageError(f"The folder {path.parent.name} is missing.", "Look whether it was moved or deleted.")
        return from_template(path)
    if not path.exists():
        raise ImageError(f"There is no {path.name}.", "Look whether it was moved or deleted.")
    if path.suffix.lower() in HDF5_SUFFIXES or _begins_as_hdf5(path):
        return NexusImages(path)
    if path.suffix.lower() in MRC_SUFFIXES:
        return MrcImages(path)
    if is_single_image(path):
        return single(path)
    raise ImageError(
        f"The format of {path.name} is not known.", "Give a NeXus master, CBF images, or what fabio reads."
    )


def _begins_as_hdf5(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HDF5_SIGNATURE)) == _HDF5_SIGNATURE
