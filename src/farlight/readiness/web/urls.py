"""Addresses of the pages."""

from django.urls import path

from farlight.readiness.web import views

app_name = "readiness"

urlpatterns = [path("sessions/<str:code>/readiness/", views.session_readiness, name="session_readiness")]
