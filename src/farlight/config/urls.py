"""Every address."""

from importlib.util import find_spec

from django.urls import include, path

from farlight.config.api import api
from farlight.config.health import healthz, metrics, readyz

PAGES = ("portal", "acquisition", "processing", "viewer", "transfer", "logbook", "runs", "beamtime", "samples")

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    *(
        path("", include(f"farlight.{name}.web.urls"))
        for name in PAGES
        if find_spec(f"farlight.{name}") and find_spec(f"farlight.{name}.web")
    ),
]
