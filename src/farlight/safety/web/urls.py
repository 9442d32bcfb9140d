"""Addresses of trainings."""

from django.urls import path

from farlight.safety.web.views import own

app_name = "safety"

urlpatterns = [
    path("account/trainings/", own.own_trainings, name="own_trainings"),
]
