"""Every address."""

from allauth.account import views
from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from farlight.config.api import api
from farlight.config.health import healthz, metrics, readyz
from farlight.people.web.views.login import log_in, log_out

PAGES = (
    "people",
    "passports",
    "mail",
    "beamtime",
    "leases",
    "portal",
    "acquisition",
    "shipping",
    "processing",
    "viewer",
    "webcams",
    "readiness",
    "recordings",
    "desktops",
    "notebooks",
    "transfer",
    "logbook",
    "statistics",
    "samples",
    "safety",
)

ACCOUNT_PAGES = [
    path("login/", log_in, name="account_login"),
    path("logout/", log_out, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", RedirectView.as_view(pattern_name="people:confirm"), name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", RedirectView.as_view(pattern_name="people:security"), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
"""Those of allauth's pages that the house has: it makes no accounts, and keeps one address for each."""

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}built/farlight.svg")),
    path("api/v1/", api.urls),
    path("", include("farlight.passports.web.protocol_urls")),
    path("accounts/", include(ACCOUNT_PAGES)),
    path("", include("farlight.shipping.web.stores_urls")),
    *(path("", include(f"farlight.{name}.web.urls")) for name in PAGES),
]
