"""Addresses of leases."""

from django.urls import path

from farlight.leases.web.views import access, certificates, keys

app_name = "leases"

urlpatterns = [
    path("account/keys/", keys.key_list, name="key_list"),
    path("account/certificates/", certificates.certificate_list, name="certificate_list"),
    path("account/certificates/revoke/", certificates.certificate_revoke, name="certificate_revoke"),
    path("account/certificates/<str:code>/", certificates.certificate_file, name="certificate_file"),
    path("account/keys/remove/", keys.key_remove, name="key_remove"),
    path("sessions/<str:code>/access/", access.session_access, name="session_access"),
    path("sessions/<str:code>/access/close/", access.channel_close, name="channel_close"),
]
