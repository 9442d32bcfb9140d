"""Addresses of recordings."""

from django.urls import path

from farlight.recordings.web import views

app_name = "recordings"

urlpatterns = [
    path("recordings/", views.recording_list, name="recording_list"),
    path("recordings/<str:code>/", views.recording_file, name="recording_file"),
    path("recordings/<str:code>/play/", views.recording_player, name="recording_player"),
]
