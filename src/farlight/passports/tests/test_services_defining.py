import pytest
from allauth.idp.oidc.models import Client

from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid
from farlight.passports.models import Passport
from farlight.passports.public import origins_of_services
from farlight.passports.tests.factories import BACK, Program, a_service, declare
from farlight.passports.types import ServiceScope

pytestmark = pytest.mark.django_db


def told():
    return [entry.body["services"] for entry in all_entries("") if entry.kind == "services-defined"]


def test_services_are_what_the_file_says_and_nothing_is_told_twice():
    declare(a_service(), a_service("wiki", redirect_uris=("https://wiki.example.org/x",)))
    declare(a_service(), a_service("wiki", redirect_uris=("https://wiki.example.org/x",)))
    assert origins_of_services() == ["https://hub.example.org", "https://wiki.example.org"]
    declare(a_service(name="The hub"))
    assert [(c.pk, c.name) for c in Client.objects.all()] == [("hub", "The hub")]
    assert told() == [["hub", "wiki"], ["hub"]]
    assert "a-secret" not in str(vars(Client.objects.get()))


def test_a_service_that_is_gone_takes_its_passports_along(browser):
    declare(a_service())
    program = Program()
    given, _ = program.sign_on(browser)
    declare()
    assert (program.about(given["access_token"]).status_code, Passport.objects.get().ended_at is not None) == (
        401,
        True,
    )


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"redirect_uris": ()}, ["has no address to come back to"]),
        ({"redirect_uris": ("http://hub.example.org/x",)}, ["cannot come back to http://hub.example.org/x"]),
        ({"redirect_uris": ("https://*.example.org/x",)}, ["cannot come back to https://*.example.org/x"]),
        ({"redirect_uris": (BACK + "#x",)}, ["cannot come back to"]),
        ({"logout_uris": ("nonsense",)}, ["cannot come back to nonsense"]),
        ({"backchannel_logout_uri": "http://hub.example.org/told"}, ["cannot be told at http://hub.example.org/told"]),
        ({"backchannel_logout_uri": "https://me:secret@hub.example.org/told"}, ["cannot be told at"]),
        ({"scopes": (ServiceScope.EMAIL,)}, ["may not ask who somebody is"]),
        ({"code": "public", "is_public": True}, ["anybody can pose as it"]),
        (
            {"code": "public", "is_public": True, "is_trusted": False, "needs_pkce": False},
            ["keeps no secret, so that a stolen code"],
        ),
        ({"code": "other", "redirect_uris": ()}, ["has no address", "has no secret, or a short one"]),
    ],
)
def test_what_is_wrong_with_a_service_is_said_all_at_once(changes, messages):
    with pytest.raises(Invalid) as refusal:
        declare(a_service(**changes))
    found = [objection.message for objection in refusal.value.objections]
    assert [part in message for part, message in zip(messages, found, strict=True)] == [True] * len(messages)
    assert not Client.objects.exists()
