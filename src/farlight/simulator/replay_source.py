"""What there is to replay at a path: an HDF5 master with its data files, or a numbered sweep of single images."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import h5py

HDF5_ENDINGS = (".nxs", ".h5", ".hdf5", ".nx")
IMAGE_ENDING = re.compile(r"\.(cbf|img|tiff?|edf|mccd|osc|sfrm|mar\d+|smv)(\.gz|\.bz2)?$|\.\d{3,5}$", re.IGNORECASE)
DATA_LINK = re.compile(r"data_\d+")
PIXELS = "entry/data/data"
MATRIX_DIMENSIONS = 3


@dataclass(frozen=True)
class PixelFile:
    """A file with a part of the frames of an HDF5 series."""

    name: str
    """Relative to the folder of the master."""
    dataset: str
    images: int


@dataclass(frozen=True)
class ReplaySource:
    """A series of images in a folder."""

    folder: Path
    name: str
    """The master, or the name of the sweep with ``#`` for its digits."""
    files: tuple[str, ...]
    """Of a sweep: its images in order. Of an HDF5 series: the files that are there from the start."""
    pixel_files: tuple[PixelFile, ...] = ()
    """Of an HDF5 series: where the frames lie, in order."""

    @property
    def is_hdf5(self) -> bool:
        """Whether a master joins the frames."""
        return bool(self.pixel_files)

    @property
    def images(self) -> int:
        """How many there are."""
        return sum(file.images for file in self.pixel_files) if self.is_hdf5 else len(self.files)


def replay_source(path: Path) -> ReplaySource:
    """Find out what to replay at a path: a master, a folder, one image of a sweep, or its name with ``#``.

    Raises
    ------
    FileNotFoundError
        When there are no images.
    """
    if path.is_dir():
        masters = sorted(file for file in path.iterdir() if file.name.endswith((".nxs", "_master.h5")))
        return _hdf5_source(masters[0]) if masters else _longest_sweep(path)
    if "#" in path.name:
        return _sweep_like(path.parent, re.sub(r"#+", lambda hashes: "0" * len(hashes[0]), path.name))
    if not path.exists():
        raise FileNotFoundError(2, "there are no images to replay", str(path))
    if path.name.endswith(HDF5_ENDINGS):
        return _hdf5_source(path)
    return _sweep_like(path.parent, path.name)


def _sweeps(folder: Path) -> dict[tuple[str, int, str], list[str]]:
    sweeps: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for file in sorted(folder.iterdir()):
        match = _numbered(file.name)
        if match and file.is_file():
            sweeps[match[1], len(match[2]), match[3]].append(file.name)
    return sweeps


def _numbered(name: str) -> re.Match[str] | None:
    """Split a name at the last number before its ending: what stands before, the digits, what stands after."""
    ending = IMAGE_ENDING.search(name)
    if ending is None:
        return None
    if ending[0][1:].isdigit():
        return re.fullmatch(r"(.*\.)(\d+)()", name)
    return re.fullmatch(rf"(.*?)(\d+)(\D*{re.escape(ending[0])})", name)


def _sweep_named(folder: Path, key: tuple[str, int, str], files: list[str]) -> ReplaySource:
    before, digits, after = key
    name = f"{before}{'#' * digits}{after}" if len(files) > 1 else files[0]
    return ReplaySource(folder, name, tuple(files))


def _longest_sweep(folder: Path) -> ReplaySource:
    sweeps = _sweeps(folder)
    if not sweeps:
        raise FileNotFoundError(2, "there are no images to replay", str(folder))
    key = max(sweeps, key=lambda found: len(sweeps[found]))
    return _sweep_named(folder, key, sweeps[key])


def _sweep_like(folder: Path, name: str) -> ReplaySource:
    match = _numbered(name)
    key = (match[1], len(match[2]), match[3]) if match else ("", 0, "")
    files = _sweeps(folder).get(key, [name] if (folder / name).exists() else [])
    if not files:
        raise FileNotFoundError(2, "there are no images to replay", str(folder / name))
    return _sweep_named(folder, key, files)


def _hdf5_source(master: Path) -> ReplaySource:
    with h5py.File(master, "r", swmr=True, locking=False) as file:
        pixel_files = tuple(_pixel_files(file, master))
        linked = {name for name in _linked_files(file) if (master.parent / name).is_file()}
    if not pixel_files:
        raise FileNotFoundError(2, "the master names no images", str(master))
    names = ({master.name} | linked) - {pixel_file.name for pixel_file in pixel_files}
    return ReplaySource(master.parent, master.name, tuple(sorted(names)), pixel_files)


def _pixel_files(file: h5py.File, master: Path) -> list[PixelFile]:
    """Where the frames lie: behind links named data_000001..., in the sources of a virtual dataset, or here."""
    if "entry/data" not in file:
        return []
    group = file["entry/data"]
    links = {name: group.get(name, getlink=True) for name in sorted(group) if DATA_LINK.fullmatch(name)}
    external = [link for link in links.values() if isinstance(link, h5py.ExternalLink)]
    if external:
        return [_pixel_file(master, link.filename, link.path) for link in external]
    dataset = group.get("data")
    if not isinstance(dataset, h5py.Dataset) or dataset.ndim != MATRIX_DIMENSIONS:
        return []
    if dataset.is_virtual:
        sources = sorted(dataset.virtual_sources(), key=lambda source: source.vspace.get_select_bounds()[0][0])
        return [_pixel_file(master, source.file_name, source.dset_name) for source in sources]
    return [PixelFile(master.name, PIXELS, len(dataset))]


def _pixel_file(master: Path, name: str, dataset: str) -> PixelFile:
    found = master.name if name == "." else name
    if not (master.parent / found).is_file():
        raise FileNotFoundError(2, "the master speaks of images that are not there", str(master.parent / found))
    with h5py.File(master.parent / found, "r", swmr=True, locking=False) as file:
        return PixelFile(found, dataset, len(file[dataset]))


def _linked_files(file: h5py.File) -> set[str]:
    """Files that a master's groups link to, at any depth."""
    links: list[object] = []
    file.visititems_links(lambda _, link: links.append(link))
    return {link.filename for link in links if isinstance(link, h5py.ExternalLink)}
