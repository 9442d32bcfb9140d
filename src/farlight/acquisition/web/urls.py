"""Addresses of the queue's pages."""

from django.urls import path

from farlight.acquisition.web.views import commands, queue

app_name = "acquisition"
urlpatterns = [
    path("sessions/<str:code>/queue/", queue.queue_detail, name="queue_detail"),
    path("sessions/<str:code>/queue/list/", queue.queue_list, name="queue_list"),
    path("sessions/<str:code>/queue/outlook/", queue.queue_outlook, name="queue_outlook"),
    path("sessions/<str:code>/queue/command/", commands.collection_command, name="collection_command"),
    path("sessions/<str:code>/queue/<str:request_code>/cancel/", commands.request_cancel, name="request_cancel"),
    path("sessions/<str:code>/queue/<str:request_code>/move/", commands.request_move, name="request_move"),
    path("sessions/<str:code>/queue/<str:request_code>/repeat/", commands.request_repeat, name="request_repeat"),
]
