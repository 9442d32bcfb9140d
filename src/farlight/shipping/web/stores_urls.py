"""Addresses of the pages for stores and beamlines."""

from django.urls import path

from farlight.shipping.web.views import board, dewars, scan

app_name = "stores"

urlpatterns = [
    path("scan/", scan.scan_page, name="scan_page"),
    path("scan/offline.js", scan.scan_offline, name="scan_offline"),
    path("scan/verbs/", scan.scan_verbs, name="scan_verbs"),
    path("stores/", board.stores_page, name="stores_page"),
    path("stores/news/", board.stores_news, name="stores_news"),
    path("dewars/", dewars.dewar_list, name="dewar_list"),
    path("dewars/<str:code>/", dewars.dewar_detail, name="dewar_detail"),
]
