"""A session with files, its leader, a rival, and clients of both."""

from functools import partial

import pytest
from asgiref.sync import async_to_sync

from farlight.beamtime.public import session_folder
from farlight.people.tests.factories import make_person
from farlight.transfer.domain.downloads import Asked, Way
from farlight.transfer.tests.factories import make_run, make_session, write_file

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def ada(db):
    return make_person("ada")


@pytest.fixture
def session(ada):
    session = make_session(ada)
    make_run(session)
    return session


@pytest.fixture
def write(session):
    """Puts a file into the session's folder, where some lie already."""
    write = partial(write_file, session_folder(session.code))
    write("raw/run-001/lyso_master.h5", CONTENT)
    write("raw/run-001/lyso_data_000001.h5", b"data")
    write("processing/run-001/dials-1/dials.index.log", "Größe: 78.1 Å".encode())
    write("processed/own <b>notes.html", b"<script>alert(1)</script>")
    return write


@pytest.fixture
def api(client, ada, session, write):
    """Ada's client, which takes paths below the session."""
    client.force_login(ada, backend=BACKEND)

    def call(path, method="get", **headers):
        return getattr(client, method)(f"/api/v1/sessions/{session.code}{path}", headers=headers)

    return call


@pytest.fixture
def asked(session, ada):
    return Asked(
        session_id=session.pk,
        session=session.code,
        person_id=ada.pk,
        person="ada",
        way=Way.HTTPS,
        address="192.0.2.7",
        client="curl/8",
        words="run 1 as tar",
        key="k1",
        size_bytes=100,
        is_archive=True,
    )


@async_to_sync
async def body_of(response):
    return b"".join([part async for part in response.streaming_content])
