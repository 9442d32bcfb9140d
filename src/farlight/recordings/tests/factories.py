"""Recordings for tests."""

from farlight.kernel.time import utc_now
from farlight.people.public import person_named
from farlight.recordings.public import RecordingFile, begin_recording, end_recording

CAST = [b'{"version": 2, "width": 80, "height": 24}\n', b'[0.1, "o", "secret-of-mx2341"]\n']


def make_recording(session, *, ended=True, now=None):
    now = now or utc_now()
    leader = person_named(f"leader-{session.proposal.code}")
    code = begin_recording(person=leader, session_code=session.code, computer="control", now=now)
    file = RecordingFile(session.code, code)
    for line in CAST:
        file.write(line)
    file.close()
    if ended:
        end_recording(code, file.seal, now=now)
    return code
