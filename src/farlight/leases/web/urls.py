"""Addresses of leases."""

from django.urls import path

from farlight.leases.web.views import access

app_name = "leases"

urlpatterns = [
    path("sessions/<str:code>/access/", access.session_access, name="session_access"),
    path("sessions/<str:code>/access/close/", access.channel_close, name="channel_close"),
]
