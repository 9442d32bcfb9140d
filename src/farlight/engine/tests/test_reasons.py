import errno

import pytest

from farlight.engine.reasons import reason_for


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/d"), "The disk is full (/d): make room"),
        (PermissionError(errno.EACCES, "Permission denied", "/d"), "The data folder cannot be written (/d)"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/d/x"), "A file is missing: No such file (/d/x)."),
        (FileExistsError(errno.EEXIST, "File exists", "/d/x"), "The files could not be written: File exists (/d/x)."),
        (TimeoutError("omega"), "A device did not answer in time (omega)."),
        (RuntimeError("the robot dropped the pin"), "the robot dropped the pin"),
        (KeyError(), "KeyError"),
    ],
)
def test_reasons_are_sentences(error, words):
    assert reason_for(error).startswith(words)


def test_the_cause_counts_not_its_wrapping():
    error = RuntimeError("status failed")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert reason_for(error).startswith("The disk is full")
