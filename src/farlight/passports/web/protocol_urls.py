"""Addresses of the protocol, under the names that allauth knows: those that Farlight answers, and no others."""

from allauth.idp.oidc import views
from django.urls import include, path

from farlight.passports.web.views.authorizing import authorizing
from farlight.passports.web.views.discovery import configuration
from farlight.passports.web.views.exchanging import exchanging, giving_back, signing_out

app_name = "idp"
_protocol = [
    path(".well-known/openid-configuration", configuration, name="configuration"),
    path(".well-known/jwks.json", views.jwks, name="jwks"),
    path("identity/authorize", authorizing, name="authorization"),
    path("identity/token", exchanging, name="token"),
    path("identity/userinfo", views.user_info, name="userinfo"),
    path("identity/revoke", giving_back, name="revoke"),
    path("identity/logout", signing_out, name="logout"),
]
urlpatterns = [path("", include((_protocol, "oidc")))]
