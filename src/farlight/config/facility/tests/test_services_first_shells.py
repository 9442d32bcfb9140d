import json
from datetime import timedelta

import pytest

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.config.facility.first_shells import enter_first_shells
from farlight.config.facility.loading import load_facility
from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.public import person_named
from farlight.recordings.adapters.files import lines_of
from farlight.recordings.public import verified
from farlight.recordings.queries import recordings_for


@pytest.mark.django_db(transaction=True)
def test_a_demo_has_one_recorded_shell_whose_hash_is_right(settings, tmp_path):
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path
    file, now = read_facility(demo_facility_file()), utc_now()
    load_facility(file, now=now)
    enter_first_shells(file)
    enter_first_shells(file)
    (recording,) = recordings_for(person_named("piet")).items
    assert (recording.username, recording.computer, recording.session) == ("mira", "sim1-control", "mx1001-2")
    assert abs(recording.began_at - (now - timedelta(minutes=90))) < timedelta(minutes=2)
    assert timedelta(minutes=1) < recording.ended_at - recording.began_at < timedelta(minutes=3)
    assert [(one.code, fault) for one, fault in verified()] == [(recording.code, None)]
    (made,) = [one for one in records(limit=200).items if one.kind is AuditKind.RECORDING_MADE]
    assert (made.about, made.details["hash"]) == (recording.code, recording.seal.hash)
    header, *shown = map(json.loads, lines_of("mx1001-2", recording.code))
    assert (header["version"], header["width"], header["height"]) == (2, 80, 24)
    text = "".join(line[2] for line in shown)
    assert text.startswith("This is the simulated control computer")
    assert "sim1-control> motors\r\nsample_x " in text
    assert text.endswith("sim1-control> exit\r\n")
    assert [line[0] for line in shown] == sorted(line[0] for line in shown)


def test_a_shell_must_be_of_a_computer_that_there_is(tmp_path):
    path = tmp_path / "facility.toml"
    path.write_text(demo_facility_file().read_text().replace('computer = "sim1-control"', 'computer = "sim9-control"'))
    with pytest.raises(Invalid, match="There is no computer of the session's beamline 'sim9-control' in this file"):
        read_facility(path)
