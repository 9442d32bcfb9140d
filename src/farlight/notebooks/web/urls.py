"""Addresses of notebooks."""

from django.urls import path

from farlight.notebooks.web import pages

app_name = "notebooks"
urlpatterns = [
    path("sessions/<str:code>/notebook/", pages.session_notebook, name="session_notebook"),
    path("sessions/<str:code>/notebook/start/", pages.notebook_start, name="notebook_start"),
    path("sessions/<str:code>/notebook/stop/", pages.notebook_stop, name="notebook_stop"),
]
