"""Addresses of the pages."""

from django.urls import path

from farlight.transfer.web import taking, views

app_name = "transfer"

urlpatterns = [
    path("sessions/<str:code>/files/", views.session_files, name="session_files"),
    path("sessions/<str:code>/files/<path:folder>/", views.session_files, name="session_folder"),
    path("sessions/<str:code>/take/", taking.take, name="take"),
    path("sessions/<str:code>/transfers/", taking.transfers, name="transfers"),
    path("sessions/<str:code>/view/<path:name>", views.file_detail, name="file_detail"),
    path("sessions/<str:code>/runs/<int:number>/files/", views.run_files, name="run_files"),
]
