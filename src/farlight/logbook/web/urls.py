"""Addresses of the pages."""

from django.urls import path

from farlight.logbook.web import views

app_name = "logbook"

urlpatterns = [path("sessions/<str:code>/notes/", views.session_notes, name="session_notes")]
