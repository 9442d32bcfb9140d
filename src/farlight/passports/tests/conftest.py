import pytest

from farlight.passports.tests.factories import SITE, a_service, declare
from farlight.people.tests.factories import make_person

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def keys(settings, tmp_path_factory):
    settings.FARLIGHT_SITE_URL = SITE
    settings.FARLIGHT_STATE_DIR = tmp_path_factory.getbasetemp() / "passports"


@pytest.fixture
def ada(db):
    return make_person("ada", "operator", "data_manager", beamline="")


@pytest.fixture
def hub(db):
    return declare(a_service())


@pytest.fixture
def browser(client, ada):
    client.force_login(ada, backend=LOGIN)
    return client
