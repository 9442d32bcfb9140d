"""Logging in and out."""

from allauth.account.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from farlight.people.queries import provider_summary_of, sign_on_providers


def log_in(request: HttpRequest) -> HttpResponse:
    """Take name and password, as allauth does it, beside the ways in from elsewhere."""
    providers = [provider_summary_of(provider) for provider in sign_on_providers()]
    answer: HttpResponse = LoginView.as_view(extra_context={"providers": providers})(request)
    return answer


def log_out(request: HttpRequest) -> HttpResponse:
    """Log out, as allauth does it, and let the browser forget what it has at hand.

    Not its storage: scans that wait to be sent lie there. What else lies there the front end forgets by itself.
    """
    answer: HttpResponse = LogoutView.as_view()(request)
    if request.method == "POST":
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
