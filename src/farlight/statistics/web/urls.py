"""Addresses of statistics."""

from django.urls import path

from farlight.statistics.web.views import parcels

app_name = "statistics"

urlpatterns = [
    path("statistics/", parcels.parcel_figures, name="parcel_figures"),
    path("statistics/parcels.csv", parcels.parcel_csv, name="parcel_csv"),
    path("statistics/parcels.xlsx", parcels.parcel_xlsx, name="parcel_xlsx"),
]
