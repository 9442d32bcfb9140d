"""Rows and values for tests."""

from farlight.processing.types import ProcessingResult, ResultFile, ShellStatistics, Stage, StageTime

SHELL = ShellStatistics(
    d_max_angstrom=55.0,
    d_min_angstrom=1.8,
    completeness_frac=0.99,
    multiplicity=6.5,
    i_over_sigma=20.0,
    r_merge=0.05,
    r_meas=0.055,
    cc_half=0.999,
    observations=10_000,
    unique=1_500,
)

RESULT = ProcessingResult(
    unit_cell=(79.1, 79.1, 37.0, 90.0, 90.0, 90.0),
    space_group="P 43 21 2",
    space_group_source="intensities",
    lattice="tP",
    resolution_angstrom=1.8,
    overall=SHELL,
    inner=SHELL,
    outer=None,
    images=100,
    rotation_deg=50.0,
    spots=5000,
    indexed_frac=0.97,
    rmsd_px=0.4,
    mosaicity_deg=0.1,
    beam_shift_px=None,
    notes=("A remark.",),
    files=(ResultFile(name="merged.mtz", kind="data", title="Merged", size_bytes=10),),
    times=(StageTime(stage=Stage.IMPORT, duration_s=1.5),),
)
