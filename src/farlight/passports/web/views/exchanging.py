"""Where services exchange what they have, and give it back."""

import json
from http import HTTPStatus

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.views import LogoutView, RevokeView, TokenView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from farlight.kernel.time import utc_now
from farlight.passports.queries import passport_with
from farlight.passports.services.ending import end_passport, end_passports_of_service
from farlight.passports.services.issuing import exchange_code, exchange_refresh, note_refusal
from farlight.passports.types import IssuedTokens

CODE, REFRESH = "authorization_code", "refresh_token"


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class Exchanging(TokenView):  # type: ignore[misc]
    """allauth's view, which checks codes and secrets; ours is that everything counts once."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Exchange a code, or a refresh token."""
        given, now, named = request.POST, utc_now(), extract_basic_auth(request.headers)[0]
        service = given.get("client_id", "") or named or ""
        if named and named != service:  # else the secret of one would open what belongs to the other
            return JsonResponse({"error": "invalid_client"}, status=HTTPStatus.UNAUTHORIZED)
        answered: list[HttpResponse] = []

        def exchange() -> IssuedTokens | None:
            answered.append(super(Exchanging, self).post(request))
            return _tokens_in(answered[-1])

        if given.get("grant_type") == CODE:
            exchange_code(code=given.get("code", ""), service=service, exchange=exchange, now=now)
        elif given.get("grant_type") == REFRESH:
            exchange_refresh(refresh=given.get("refresh_token", ""), service=service, exchange=exchange, now=now)
        else:
            return JsonResponse({"error": "unsupported_grant_type"}, status=HTTPStatus.BAD_REQUEST)
        response = answered[-1] if answered else JsonResponse({"error": "invalid_grant"}, status=HTTPStatus.BAD_REQUEST)
        if response.status_code != HTTPStatus.OK:
            about, address = str(given.get("grant_type")), request.META.get("REMOTE_ADDR", "")
            note_refusal(service=service, about=about, address=address, now=now)
        return response


def _tokens_in(response: HttpResponse) -> IssuedTokens | None:
    if response.status_code != HTTPStatus.OK:
        return None
    given = json.loads(response.content)
    return IssuedTokens(access=given["access_token"], refresh=given.get("refresh_token", ""))


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class GivingBack(RevokeView):  # type: ignore[misc]
    """allauth's view; with one token of a passport all of it ends."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take a token back."""
        passport = passport_with(request.POST.get("token", ""))
        response: HttpResponse = super().post(request)
        if passport is not None and passport_with(request.POST.get("token", "")) is None:
            end_passport(passport=passport, why="the service gave it back", by="", now=utc_now())
        return response


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class SigningOut(LogoutView):  # type: ignore[misc]
    """allauth's view; what the service held of the person ends with it."""

    def form_invalid(self, form: object) -> HttpResponse:
        """Say that the program asks for what it may not have."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTPStatus.BAD_REQUEST
        return response

    def _handle(self, form: object, op_logout: bool) -> HttpResponse:  # noqa: FBT001 - the library's signature
        client, person_id = form.cleaned_data["client"], self.request.user.pk  # type: ignore[attr-defined]
        if client and person_id:
            why = "the person signed out there"
            end_passports_of_service(service=client.pk, person_id=person_id, why=why, now=utc_now())
        response: HttpResponse = super()._handle(form, op_logout)
        return response


exchanging = Exchanging.as_view()
giving_back = GivingBack.as_view()
signing_out = SigningOut.as_view()
