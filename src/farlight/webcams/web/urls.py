"""Addresses of cameras' pages."""

from django.urls import path

from farlight.webcams.web import pages

app_name = "webcams"
urlpatterns = [
    path("sessions/<str:code>/cameras/", pages.session_cameras, name="session_cameras"),
    path("sessions/<str:code>/cameras/switch/", pages.cameras_switch, name="cameras_switch"),
]
