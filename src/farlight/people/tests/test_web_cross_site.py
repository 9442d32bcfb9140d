"""Other sites' pages change nothing here."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
CONFIRM, APP, PASSKEY = "/account/confirm/", "/account/security/app/", "/accounts/passkey/"


def test_there_is_no_second_factor_that_a_cross_site_page_can_add(ada):
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    browser.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    posts = [APP, "/account/security/sign-out-everywhere/", CONFIRM, PASSKEY, "/account/security/recovery-codes/"]
    assert [browser.post(path, {"code": "1"}).status_code for path in posts] == [403] * len(posts)
    assert django_settings.SESSION_COOKIE_SAMESITE == "Lax"
