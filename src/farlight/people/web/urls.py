"""Addresses of the account's pages."""

from django.urls import path

from farlight.people.web.views import confirm, factors, invitations, second_step, security, tokens

app_name = "people"
urlpatterns = [
    path("account/tokens/", tokens.token_list, name="token_list"),
    path("account/tokens/revoke/", tokens.token_revoke, name="token_revoke"),
    path("account/confirm/", confirm.confirm, name="confirm"),
    path("account/security/", security.security, name="security"),
    path("account/security/app/", factors.one_time_codes_add, name="one_time_codes_add"),
    path("account/security/app/remove/", factors.one_time_codes_remove, name="one_time_codes_remove"),
    path("account/security/passkeys/add/", factors.passkey_add, name="passkey_add"),
    path("account/security/passkeys/rename/", factors.passkey_rename, name="passkey_rename"),
    path("account/security/passkeys/remove/", factors.passkey_remove, name="passkey_remove"),
    path("account/security/recovery-codes/", factors.recovery_codes_make, name="recovery_codes_make"),
    path("account/security/browsers/end/", security.sign_in_end, name="sign_in_end"),
    path("account/security/sign-out-everywhere/", security.sign_out_everywhere, name="sign_out_everywhere"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("accounts/second-step/", second_step.second_step, name="second_step"),
    path("accounts/passkey/", second_step.passkey_enter, name="passkey_enter"),
]
