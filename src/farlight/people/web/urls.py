"""Addresses of the account's pages."""

from django.urls import path

from farlight.people.web.views import tokens

app_name = "people"
urlpatterns = [
    path("account/tokens/", tokens.token_list, name="token_list"),
    path("account/tokens/revoke/", tokens.token_revoke, name="token_revoke"),
]
