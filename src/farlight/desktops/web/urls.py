"""Addresses of desktops' pages."""

from django.urls import path

from farlight.desktops.web import pages

app_name = "desktops"
urlpatterns = [
    path("desktops/", pages.desktop_wall, name="desktop_wall"),
    path("desktops/news/", pages.wall_news, name="wall_news"),
    path("sessions/<str:code>/desktops/", pages.session_desktops, name="session_desktops"),
    path("sessions/<str:code>/desktops/<str:desktop>/", pages.desktop_detail, name="desktop_detail"),
    path("sessions/<str:code>/desktops/<str:desktop>/start/", pages.desktop_start, name="desktop_start"),
    path("sessions/<str:code>/desktops/<str:desktop>/<str:act>/", pages.desktop_act, name="desktop_act"),
]
