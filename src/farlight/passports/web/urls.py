"""Addresses of passports: pages of a person's own."""

from django.urls import path

from farlight.passports.web.views import own

app_name = "passports"
urlpatterns = [
    path("account/programs/", own.passport_list, name="passport_list"),
    path("account/programs/end/", own.passport_end, name="passport_end"),
]
