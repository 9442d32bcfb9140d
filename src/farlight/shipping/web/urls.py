"""Addresses of the pages of parcels."""

from django.urls import path

from farlight.shipping.web.views import papers

app_name = "shipping"
urlpatterns = [
    path("parcels/<str:code>/papers/", papers.paper_list, name="paper_list"),
    path("parcels/<str:code>/papers/print/", papers.label_print, name="label_print"),
    path("parcels/<str:code>/papers/<str:name>.pdf", papers.paper_file, name="paper_file"),
]
