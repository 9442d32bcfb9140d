"""The services that people sign on to through Farlight, as the facility file declares them."""

from collections.abc import Mapping, Sequence

from allauth.idp.oidc.models import Client
from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.passports.domain.services import NEEDS_PKCE, objections_to_service
from farlight.passports.events import ServicesDefined
from farlight.passports.services.ending import end_passports_of_service
from farlight.passports.types import ServiceDefinition


@transaction.atomic
def define_services(*, services: Sequence[ServiceDefinition], secrets: Mapping[str, str]) -> None:
    """Let people sign on to exactly these services. Nothing happens when it is so already.

    Parameters
    ----------
    secrets : mapping
        The secret of each service that has one, by its code; only a hash is kept.

    Raises
    ------
    Invalid
        With everything that is wrong with any of them.
    """
    wrong = [o for one in services for o in objections_to_service(one, secret=secrets.get(one.code, ""))]
    if wrong:
        raise Invalid(wrong)
    codes = [one.code for one in services]
    gone = list(Client.objects.exclude(pk__in=codes))
    for client in gone:
        end_passports_of_service(service=client.pk, why="the service is not declared any more", now=utc_now())
        client.delete()
    changed = [_define(one, secrets.get(one.code, "")) for one in services]
    if gone or any(changed):
        publish(ServicesDefined(services=tuple(codes)))


def _define(definition: ServiceDefinition, secret: str) -> bool:
    """Make the row of a service what it should be, and return whether that changed anything."""
    client = Client.objects.filter(pk=definition.code).first()
    wanted = _fields(definition)
    is_same = client is not None and all(getattr(client, name) == value for name, value in wanted.items())
    if client is not None and is_same and (definition.is_public or client.check_secret(secret)):
        return False
    client = client or Client(pk=definition.code)
    for name, value in wanted.items():
        setattr(client, name, value)
    if not definition.is_public:
        client.set_secret(secret)
    client.save()
    return True


def _fields(definition: ServiceDefinition) -> dict[str, object]:
    scopes = "\n".join(scope.value for scope in definition.scopes)
    return {
        "name": definition.name,
        "scopes": scopes,
        "default_scopes": "openid",
        "type": Client.Type.PUBLIC if definition.is_public else Client.Type.CONFIDENTIAL,
        "grant_types": f"{Client.GrantType.AUTHORIZATION_CODE}\n{Client.GrantType.REFRESH_TOKEN}",
        "response_types": Client.ResponseType.CODE.value,
        "redirect_uris": "\n".join(definition.redirect_uris),
        "allow_uri_wildcards": False,
        "skip_consent": definition.is_trusted,
        "data": {
            "client_metadata": {
                "post_logout_redirect_uris": list(definition.logout_uris),
                "backchannel_logout_uri": definition.backchannel_logout_uri,
            },
            NEEDS_PKCE: definition.needs_pkce,
        },
    }
