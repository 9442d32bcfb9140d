"""Addresses of the pages."""

from django.urls import path

from farlight.logbook.web.views import notes, talk

app_name = "logbook"

_ENTRY = "sessions/<str:code>/entries/<int:number>/"

urlpatterns = [
    path("sessions/<str:code>/notes/", notes.session_notes, name="session_notes"),
    path(f"{_ENTRY}talk/", talk.entry_talk, name="entry_talk"),
    path(f"{_ENTRY}comment/", talk.entry_comment, name="entry_comment"),
    path(f"{_ENTRY}attach/", talk.entry_attach, name="entry_attach"),
    path(f"{_ENTRY}star/", talk.entry_star, name="entry_star"),
    path(f"{_ENTRY}files/<str:attachment>/", talk.entry_file, name="entry_file"),
]
