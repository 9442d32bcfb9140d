"""Where a service sends people to sign on; what they allow, they allow here."""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.idp.oidc.internal.oauthlib import authorization_codes
from allauth.idp.oidc.views import AuthorizationView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.csrf import csrf_exempt

from farlight.kernel.time import utc_now
from farlight.passports.domain.proofs import must_prove_again, proof_of
from farlight.passports.domain.services import NEEDS_PKCE, is_declared
from farlight.passports.queries import has_consented, service_named
from farlight.passports.services.issuing import issue_passport, note_refusal
from farlight.passports.types import Proof, ServiceScope
from farlight.people.public import factors_of, person_of, proofs_given, sign_in_kept

CONFIRM_PAGE = "/account/confirm/"


@method_decorator((csrf_exempt, never_cache, xframe_options_deny), name="dispatch")
class Authorizing(AuthorizationView):  # type: ignore[misc]
    """allauth's view, which checks the request; ours is what is proved, and what is written down."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, and write down what came of it."""
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if response.status_code == HTTPStatus.OK and not hasattr(self, "_request_info"):
            response.status_code = HTTPStatus.BAD_REQUEST
            given = request.GET
            about, address = given.get("redirect_uri", ""), request.META.get("REMOTE_ADDR", "")
            note_refusal(service=given.get("client_id", ""), about=about, address=address, now=utc_now())
        elif response.status_code == HTTPStatus.FOUND:
            self._note(request, response["Location"])
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for a proof where the service wants one; refuse what leaks codes."""
        given = request.GET
        if "code_challenge" in given and given.get("code_challenge_method") != "S256":
            error = {"description": "The challenge is not made by S256."}
            return render(request, "idp/oidc/error.html", {"error": error}, status=HTTPStatus.BAD_REQUEST)
        service = service_named(given.get("client_id", ""))
        if service and not is_declared(given.get("redirect_uri", ""), service.get_redirect_uris(), service.type):
            error = {"description": "The address to come back to is not declared."}
            return render(request, "idp/oidc/error.html", {"error": error}, status=HTTPStatus.OK)
        if service and "code_challenge" not in given and service.data.get(NEEDS_PKCE, True):
            return _refused(request, "invalid_request", "This service must use PKCE: send a code_challenge.")
        if request.user.is_authenticated and "none" in given.get("prompt", "").split():
            scopes = given.get("scope", "").split()
            if service and not service.skip_consent and not has_consented(person_of(request), service.pk, scopes):
                return _refused(request, "consent_required", "The person has to be asked first.")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def _login_required(self, request: HttpRequest) -> HttpResponse | None:
        given = request.GET
        if not request.user.is_authenticated or "none" in given.get("prompt", "").split() or request.method != "GET":
            return super()._login_required(request)  # type: ignore[no-any-return]
        again = must_prove_again(
            prompt=given.get("prompt", ""),
            max_age=given.get("max_age", ""),
            acr_values=given.get("acr_values", ""),
            proof=_proof_in(request),
            has_factor=factors_of(person_of(request).pk).has_any,
            now=utc_now(),
        )
        return _to_confirm(request) if again else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the service would learn, in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        learns = [scope.words for scope in ServiceScope if scope.value in self._scopes]
        return context | {"learns": learns, "scopes": self._scopes}

    def _note(self, request: HttpRequest, location: str) -> None:
        code = parse_qs(urlsplit(location).query).get("code", [""])[0]
        service = getattr(self, "_request_info", {}).get("client_id") or request.GET.get("client_id", "")
        kept = authorization_codes.lookup(service, code) if code else None
        client = service_named(service)
        if kept is None or client is None:
            return
        issue_passport(
            person=person_of(request),
            service=client.pk,
            service_name=client.name,
            code=code,
            scopes=list(kept["scopes"]),
            proof=_proof_in(request),
            address=request.META.get("REMOTE_ADDR", ""),
            sign_in=sign_in_kept(request.session),
            now=utc_now(),
        )


def _refused(request: HttpRequest, error: str, why: str) -> HttpResponse:
    """Tell a service why there is no code, at the address that it declared."""
    back = request.GET.get("redirect_uri", "")
    answer = {"error": error, "error_description": why, "state": request.GET.get("state", "")}
    joint = "&" if urlsplit(back).query else "?"
    return HttpResponse(status=HTTPStatus.FOUND, headers={"Location": f"{back}{joint}{urlencode(answer)}"})


def _proof_in(request: HttpRequest) -> Proof:
    person = person_of(request)
    began = person.last_login or utc_now()
    return proof_of(proofs_given(request.session, person), signed_in_at=began)


def _to_confirm(request: HttpRequest) -> HttpResponse:
    """Lead to the page on which people say again who they are, and back without the wish for it."""
    given = request.GET.copy()
    given.pop("prompt", None)
    return redirect(f"{CONFIRM_PAGE}?{urlencode({'next': f'{request.path}?{given.urlencode()}'})}")


authorizing = Authorizing.as_view()
