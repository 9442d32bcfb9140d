"""The second factor as a stage of allauth's sign-on."""

from allauth.account.internal import flows  # noqa: F401 - the library's stages cannot be imported before its flows
from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from farlight.kernel.time import utc_now
from farlight.people.queries import factors_of
from farlight.people.services.proofs import factor_until


class SecondStep(LoginStage):  # type: ignore[misc]
    """Whoever has a second factor gives it before being signed in."""

    key = "second_step"
    urlname = "people:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Let pass who gave a factor just now, or has none."""
        person = self.login.user
        if person is None or not factors_of(person.pk).has_any:
            return None, True
        if factor_until(self.request.session, person_id=person.pk, now=utc_now()) is not None:
            return None, True
        return redirect(self.urlname), True
