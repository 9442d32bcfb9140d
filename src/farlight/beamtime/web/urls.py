"""Addresses of the team's pages."""

from django.urls import path

from farlight.beamtime.web.views import team

app_name = "beamtime"
urlpatterns = [
    path("sessions/<str:code>/team/", team.session_team, name="session_team"),
    path("sessions/<str:code>/team/remove/", team.team_remove, name="team_remove"),
    path("sessions/<str:code>/team/invite/", team.team_invite, name="team_invite"),
]
