"""``farlight security-check`` against the real pages and the real gateway: nothing is found."""

import pytest

from farlight.beamtime.public import session_folder
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import watch
from farlight.gateway.host_keys import host_keys
from farlight.gateway.service import Gateway, Listening
from farlight.gateway.tests.conftest import serving
from farlight.leases.tests.factories import end_of_watch
from farlight.people.public import give_shared_password
from farlight.people.tests.factories import make_person
from farlight.runs.tests.factories import make_run
from farlight.security_check.asking import Site
from farlight.security_check.running import PROBES, Lent, inspect
from farlight.security_check.signing_on import Account
from tests.system.web_server import web_server

# Requests that are cut leave their (empty) body to the interpreter, which closes it.
UNCLOSED = "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.system,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings(UNCLOSED),
]

PASSWORD = "correct horse battery"


@pytest.fixture
def lent(tmp_path):
    """Two people with a session each, and a gateway."""
    people = [make_person("ada"), make_person("ben")]
    for person, proposal in zip(people, ("mx2341", "mx9999"), strict=True):
        session = make_session(person, proposal, beamline=f"sim{proposal[-1]}")
        make_run(session)
        (session_folder(session.code) / "raw/run-001/one.txt").write_bytes(bytes(range(256)))
    give_shared_password(people=people, password=PASSWORD)
    gateway = Gateway(Listening(host="127.0.0.1", port=0, keys=tmp_path, site="http://127.0.0.1"))
    host_keys(tmp_path)
    with serving(gateway) as port:
        yield Lent(account=Account("ada", PASSWORD), other=Account("ben", PASSWORD), ssh=("127.0.0.1", port))
    end_of_watch()


def test_nothing_is_found(lent):
    with web_server() as address:
        report = inspect(Site(address), lent)
    watch.stop()
    assert [one for found in report.found.values() for one in found] == []
    assert sorted(report.found) == sorted(probe.name for probe in PROBES if probe.name != "one-time-codes")
