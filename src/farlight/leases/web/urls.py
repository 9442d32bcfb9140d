"""Addresses of leases."""

from django.urls import path

from farlight.leases.web.views import access, keys

app_name = "leases"

urlpatterns = [
    path("account/keys/", keys.key_list, name="key_list"),
    path("account/keys/remove/", keys.key_remove, name="key_remove"),
    path("sessions/<str:code>/access/", access.session_access, name="session_access"),
    path("sessions/<str:code>/access/close/", access.channel_close, name="channel_close"),
]
