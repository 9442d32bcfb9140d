"""First step: which images, and what their headers say."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from farlight.processing.adapters.dials_steps.bench import Bench
from farlight.processing.adapters.dials_steps.completing import completed
from farlight.processing.adapters.masters import check_master
from farlight.processing.domain.cbf_lines import complains_of_header
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.experiments import SweepFacts, sweep_facts, widest_sequence_only
from farlight.processing.domain.explanations import not_a_rotation
from farlight.processing.domain.images import (
    CBF_HEAD_BYTES,
    SweepFiles,
    is_hdf5_name,
    is_whole_cbf,
    longest_stretch,
    masters_among,
    sweep_with,
    sweeps_among,
)
from farlight.processing.errors import StepFailed
from farlight.processing.types import ProcessingOptions, Stage
from farlight.science.images.cbf_heads import cbf_head
from farlight.science.images.phil import assignments_in

PHIL_NAME = "import.phil"
"""A file beside the images with what their headers lack."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The files to import."""

    files: tuple[Path, ...]
    remarks: tuple[str, ...] = ()
    is_one_file: bool = False
    """Whether a range of images must be cut out after importing."""


def import_images(bench: Bench, state: ChainState) -> ChainState:
    """Import the sweep; leave out what cannot be used, saying so.

    Raises
    ------
    StepFailed
        When there are no images, they cannot be read, or they are not a rotation.
    """
    selection = select_images(bench.source, bench.options)
    phil = selection.files[0].parent / PHIL_NAME
    _import(bench, selection.files, phil)
    if not (bench.folder / "imported.expt").is_file():
        advice = [
            "Give the master (*_master.h5 or *.nxs), not the file of pixels behind it.",
            "Open the log of this step.",
        ]
        raise StepFailed(Stage.IMPORT, "DIALS found no images in these files.", advice)
    facts = sweep_facts(bench.experiments("imported.expt"))
    remarks = list(selection.remarks)
    if facts.sequences > 1:
        one = widest_sequence_only(bench.experiments("imported.expt"))
        bench.write_experiments("imported.expt", one)
        remarks.append(f"The images hold {facts.sequences} sequences; only the longest was processed.")
        facts = sweep_facts(one)
    if not facts.has_axis or facts.width_deg == 0:
        failure = not_a_rotation(len(selection.files) if not selection.is_one_file else facts.images)
        raise StepFailed(failure.step, failure.why, failure.try_next)
    name = "imported.expt"
    if selection.is_one_file:
        name, facts = _sliced(bench, facts)
    return dataclasses.replace(
        state,
        experiments=name,
        images=facts.images,
        first_image=facts.first_image,
        rotation_deg=round(facts.rotation_deg, 4),
        axis_is_told=axis_is_told(selection.files[0], phil),
    ).noting(*remarks)


def _import(bench: Bench, files: Sequence[Path], phil: Path) -> None:
    """Import; where DIALS stops at incomplete headers, copies with complete ones.

    Raises
    ------
    StepFailed
        When they cannot be read either way.
    """
    told = [str(phil)] if phil.is_file() else []
    output = "output.experiments=imported.expt"
    outcome = bench.run(Stage.IMPORT, "import", [*map(str, files), *told, output])
    if outcome.succeeded:
        return
    if not complains_of_header(outcome.text) or not cbf_head(files[0]):
        bench.fail(Stage.IMPORT, outcome)
    copies = completed(bench, files)
    bench.run_or_fail(Stage.IMPORT, "import", [*map(str, copies), *told, output], variant="completed")


def axis_is_told(image: Path, phil: Path) -> bool:
    """Whether something says about which axis the crystal turned: the hints, NeXus, or a full (imgCIF) CBF header."""
    if phil.is_file():
        names = assignments_in(phil.read_text(encoding="utf-8", errors="replace"))
        if any(name.endswith(("goniometer.axis", "goniometer.axes")) for name in names):
            return True
    if is_hdf5_name(image.name):
        return True
    return "_axis.vector" in cbf_head(image)


def _sliced(bench: Bench, facts: SweepFacts) -> tuple[str, SweepFacts]:
    """Cut the wanted range out of an import of one file."""
    first = bench.options.first_image or 1
    last = min(bench.options.last_image or facts.images, facts.images)
    if (first, last) == (1, facts.images):
        return "imported.expt", facts
    low, high = facts.first_image + first - 1, facts.first_image + last - 1
    name = "sliced.expt"
    arguments = ["imported.expt", f"image_range={low},{high}", f"output.experiments_filename={name}"]
    bench.run_or_fail(Stage.IMPORT, "slice_sequence", arguments, variant="slice")
    return name, sweep_facts(bench.experiments(name))


def select_images(source: Path, options: ProcessingOptions) -> Selection:
    """Return the files that belong to a run's images.

    Parameters
    ----------
    source : Path
        A master, a folder, one image of a sweep, or a template with ``#``.
    options : ProcessingOptions
        For the range of images.

    Raises
    ------
    StepFailed
        When there are none.
    """
    folder = source if source.is_dir() else source.parent
    if not folder.is_dir() or not (source.exists() or "#" in source.name):
        raise StepFailed(Stage.IMPORT, f"{source.name} does not exist.", ["Check the path.", "Was the run archived?"])
    names = [entry.name for entry in folder.iterdir() if entry.is_file()]
    sweeps = sweeps_among(names)
    if source.is_file() and is_hdf5_name(source.name):
        return _master(source)
    if source.is_dir():
        return _from_folder(folder, names, sweeps, options)
    sweep = sweep_with(source.name, sweeps)
    if sweep is None:
        return Selection(files=(source,), is_one_file=True)
    return _from_sweep(folder, sweep, options)


def _from_folder(
    folder: Path, names: Sequence[str], sweeps: Sequence[SweepFiles], options: ProcessingOptions
) -> Selection:
    masters = masters_among(names)
    if masters:
        selection = _master(folder / masters[0])
        others = len(masters) - 1
        remark = f"The folder holds {others} other master file(s); {masters[0]} was processed." if others else ""
        return dataclasses.replace(selection, remarks=(*selection.remarks, remark))
    if not sweeps:
        raise StepFailed(
            Stage.IMPORT,
            f"There are no images in {folder.name}.",
            ["Give a folder of images, a master file, or one image of a sweep."],
        )
    remark = ""
    if len(sweeps) > 1:
        remark = f"The folder holds {len(sweeps)} sweeps; the longest, {sweeps[0].names[0]} …, was processed."
    selection = _from_sweep(folder, sweeps[0], options)
    return dataclasses.replace(selection, remarks=(*selection.remarks, remark))


def _master(path: Path) -> Selection:
    check_master(path)
    return Selection(files=(path,), is_one_file=True)


def _from_sweep(folder: Path, sweep: SweepFiles, options: ProcessingOptions) -> Selection:
    first, last = options.first_image or 1, options.last_image or len(sweep.names)
    names, numbers = sweep.names[first - 1 : last], sweep.numbers[first - 1 : last]
    whole = [index for index, name in enumerate(names) if _is_whole(folder / name)]
    if not whole:
        raise StepFailed(Stage.IMPORT, f"All {len(names)} image(s) are empty or cut short.", ["Copy the images again."])
    begin, end = longest_stretch([numbers[index] for index in whole])
    kept = whole[begin:end]
    remarks = []
    if len(whole) < len(names):
        broken = [name for index, name in enumerate(names) if index not in set(whole)]
        remarks.append(f"{len(broken)} image(s) are cut short and were left out: {', '.join(broken[:3])}.")
    if len(kept) < len(whole):
        remarks.append(
            f"Images are missing between {names[0]} and {names[-1]}; the longest stretch without a gap was processed: "
            f"{len(kept)} of {len(names)} images."
        )
    return Selection(files=tuple(folder / names[index] for index in kept), remarks=tuple(remarks))


def _is_whole(path: Path) -> bool:
    """Look at uncompressed CBF files only: others do not say how long they are."""
    size_bytes = path.stat().st_size
    if path.suffix.lower() != ".cbf":
        return size_bytes > 0
    with path.open("rb") as file:
        return is_whole_cbf(file.read(CBF_HEAD_BYTES), size_bytes)
