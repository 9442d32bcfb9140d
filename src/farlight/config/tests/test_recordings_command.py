"""``farlight recordings verify``."""

import pytest
from click.testing import CliRunner

from farlight.beamtime.tests.factories import make_session
from farlight.config.commands.recordings import command
from farlight.recordings.tests.factories import make_recording

pytestmark = pytest.mark.django_db


def test_it_names_what_is_wrong_and_fails(settings, tmp_path):
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path
    session = make_session()
    make_recording(session)
    code = make_recording(session)
    assert CliRunner().invoke(command, ["verify"]).output == "2 recordings, 0 with something wrong\n"
    (tmp_path / session.code / f"{code}.cast").unlink()
    told = CliRunner().invoke(command, ["verify"])
    assert (told.exit_code, "its file is missing" in told.output, "2 recordings, 1 with" in told.output) == (
        1,
        True,
        True,
    )
