"""The page where people log in."""

from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse

from farlight.people.queries import provider_summary_of, sign_on_providers


def log_in(request: HttpRequest) -> HttpResponse:
    """Take name and password, as allauth does it, beside the ways in from elsewhere."""
    providers = [provider_summary_of(provider) for provider in sign_on_providers()]
    answer: HttpResponse = LoginView.as_view(extra_context={"providers": providers})(request)
    return answer
