"""Addresses of the viewer."""

from django.urls import path

from farlight.viewer.web import views

app_name = "viewer"

urlpatterns = [
    path("sessions/<str:code>/runs/<int:number>/images/<int:image>/", views.image_detail, name="image_detail"),
]
