"""Every address."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from farlight.config.api import api
from farlight.config.health import healthz, metrics, readyz

PAGES = (
    "people",
    "mail",
    "beamtime",
    "leases",
    "portal",
    "acquisition",
    "shipping",
    "processing",
    "viewer",
    "webcams",
    "recordings",
    "desktops",
    "transfer",
    "logbook",
    "statistics",
    "samples",
)

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}built/farlight.svg")),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("farlight.shipping.web.stores_urls")),
    *(path("", include(f"farlight.{name}.web.urls")) for name in PAGES),
]
