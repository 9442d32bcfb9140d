"""What the report says beside the results."""

from farlight.config.experiment.report import left_out_note


def test_sweeps_that_were_not_replayed_are_named(tmp_path):
    for number in range(1, 4):
        (tmp_path / f"long_{number:04d}.cbf").touch()
    (tmp_path / "notes_0001.txt").touch()
    assert left_out_note(tmp_path) == ""
    assert left_out_note(None) == ""
    assert left_out_note(tmp_path / "long_0001.cbf") == ""
    (tmp_path / "short_0001.cbf.gz").touch()
    assert left_out_note(tmp_path) == (
        "The folder holds 2 sweeps; the longest, long_*.cbf with 3 images, was taken, "
        "not short_*.cbf.gz with 1 image(s)."
    )
