"""The second factor as a stage of allauth's sign-on."""

from allauth.account.internal import flows  # noqa: F401 - the library's stages cannot be imported before its flows
from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from farlight.kernel.time import utc_now
from farlight.people.queries import factors_of
from farlight.people.services.proofs import ON_THE_WAY, factor_until, gave_factor_elsewhere
from farlight.people.web.elsewhere import way_to_factor_elsewhere


class SecondStep(LoginStage):  # type: ignore[misc]
    """Whoever has a second factor, here or elsewhere, gives it before being signed in."""

    key = "second_step"
    urlname = "people:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Let pass who gave a factor just now, or has none; who came from elsewhere and needs one gives it there."""
        person, session, now = self.login.user, self.request.session, utc_now()
        if person is None or gave_factor_elsewhere(session, person_id=person.pk, since=now - ON_THE_WAY):
            return None, True
        if factors_of(person.pk).has_any:
            is_given = factor_until(session, person_id=person.pk, now=now) is not None
            return (None if is_given else redirect(self.urlname)), True
        elsewhere = way_to_factor_elsewhere(self.request, person, next_path=self.login.redirect_url or "/")
        return (redirect(elsewhere) if elsewhere else None), True
