"""What the how-tos write into the facility file is taken over as it stands there."""

from pathlib import Path

import pytest
from allauth.idp.oidc.models import Client

from farlight.config.facility.loading import load_facility
from farlight.config.facility.reading import read_facility
from farlight.kernel.time import utc_now
from farlight.people.queries import sign_on_providers
from farlight.people.types import ClaimedInstitute, ClaimedRole, ProviderDefinition, Role

pytestmark = pytest.mark.django_db
HOW_TO = Path(__file__).parents[5] / "docs" / "how-to"
FACILITY = """
[facility]
name = "Test Source"
time_zone = "Europe/Paris"

[[institute]]
name = "Uppsala University"
country = "SE"

"""


def example_of(page):
    return (HOW_TO / page).read_text().partition("```toml\n")[2].partition("```")[0]


def load(tmp_path, page):
    path = tmp_path / "facility.toml"
    path.write_text(FACILITY + example_of(page))
    load_facility(read_facility(path), now=utc_now())


def test_the_example_of_keycloak(tmp_path):
    load(tmp_path, "sign-on-by-keycloak.md")
    staff = {"role": Role.LOCAL_CONTACT, "beamline": "{beamline}"}
    assert sign_on_providers() == [
        ProviderDefinition(
            code="keycloak",
            name="Facility account",
            issuer="https://sso.example.org/realms/light",
            client_id="farlight",
            secret_file="/etc/farlight/keycloak.secret",
            second_factor=("mfa",),
            max_age_s=43_200,
            roles_last_s=604_800,
            roles=(
                ClaimedRole(claim="groups", value="/beamline/{beamline}/staff", **staff),
                ClaimedRole(claim="realm_access.roles", value="user-office", role=Role.USER_OFFICE),
            ),
            institutes=(ClaimedInstitute(claim="organization", value="uu.se", institute="Uppsala University"),),
        )
    ]


def test_the_example_of_keycloak_names_every_key_with_a_length_of_time():
    assert {"max_age_s", "roles_last_s"} <= {
        line.split(" ")[0] for line in example_of("sign-on-by-keycloak.md").split("\n")
    }


def test_the_example_of_jupyterhub(tmp_path, settings):
    settings.FARLIGHT_SERVICE_SECRETS = {"jupyterhub": "a secret of twenty-four and more"}
    load(tmp_path, "let-jupyterhub-sign-on.md")
    [hub] = Client.objects.all()
    told = hub.data["client_metadata"]
    assert (hub.pk, told["post_logout_redirect_uris"], told["backchannel_logout_uri"]) == (
        "jupyterhub",
        ["https://jupyter.example.org/hub/"],
        "https://jupyter.example.org/hub/told",
    )
