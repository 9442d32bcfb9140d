"""allauth, fitted to the house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from farlight.kernel.time import utc_now
from farlight.people.models import Person
from farlight.people.services.attempts import LONGEST_LOGIN, begin_attempt, forget_attempt
from farlight.people.services.details import note_password
from farlight.people.services.passwords import LONGEST_PASSWORD
from farlight.people.services.proofs import PASSWORD, PROOFS, note_proof, ways_of
from farlight.people.services.sign_ins import SIGN_IN, note_sign_in, sign_in_kept
from farlight.people.web.elsewhere import CAME_BY, note_way, parting_in, way_kept

SEEN_AT, BEGUN_AT = "seen_at", "begun_at"
PARTING = "parting"
"""Where the session of somebody who signed out keeps where else they can sign out."""


class HouseAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the facility, not by whoever comes along; who fails too often waits."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Name and password do not belong together.",
        "email_password_mismatch": "Address and password do not belong together.",
        "too_many_login_attempts": ("Too many attempts were wrong. Try again in 15 minutes, or use a passkey now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Nobody signs up by themselves."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Return whose name and password these are; attempts count before they are looked at."""
        login = str(credentials.get("username") or credentials.get("email") or "")
        address = self.get_client_ip(request)
        if max(len(login) - LONGEST_LOGIN, len(credentials.get("password", "")) - LONGEST_PASSWORD) > 0:
            return None
        attempt = begin_attempt(login=login, address=address, now=utc_now())
        if attempt is None:
            raise self.validation_error("too_many_login_attempts")
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None and person.is_active:
            forget_attempt(attempt)
            note_proof(request.session, person=person, kind=PASSWORD, now=utc_now())
        return person

    def set_password(self, user: Person, password: str) -> None:
        """Give a person another password, and sign out every other browser."""
        super().set_password(user, password)
        here = sign_in_kept(self.request.session) if self.request else ""
        note_password(person=user, but=here, now=utc_now())

    def get_login_stages(self) -> list[str]:
        """After the password, the second factor of whoever has one."""
        return [*super().get_login_stages(), "farlight.people.web.stage.SecondStep"]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:  # noqa: ARG002 - the library's signature
        """The house has one page on which people say again who they are."""
        return [{"id": "reauthenticate", "description": "Confirm", "url": reverse("people:confirm")}]

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign a person in, and write down where."""
        proofs, came_by = request.session.get(PROOFS, []), request.session.get(CAME_BY)
        super().login(request, user)
        now = utc_now()
        request.session[PROOFS] = proofs
        request.session[CAME_BY] = came_by
        request.session[SEEN_AT] = request.session[BEGUN_AT] = now.timestamp()
        request.session[SIGN_IN] = note_sign_in(
            person=user,
            session_key=request.session.session_key or "",
            way=ways_of(request.session, user),
            device=self.get_http_user_agent(request),
            address=self.get_client_ip(request),
            now=now,
        )
        note_way(request, user, sign_in=request.session[SIGN_IN])

    def logout(self, request: HttpRequest) -> None:
        """Sign somebody out, and keep where else they can sign out."""
        parting = parting_in(request)
        super().logout(request)
        if parting:
            request.session[PARTING] = parting

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody who signed out goes on: to a page that says where else they are signed on, if they are."""
        person = request.user
        came_from_elsewhere = isinstance(person, Person) and way_kept(request, person) is not None
        return reverse("people:signed_out") if came_from_elsewhere else str(super().get_logout_redirect_url(request))
