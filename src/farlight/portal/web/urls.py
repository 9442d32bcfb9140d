"""Addresses of the pages."""

from django.urls import path

from farlight.portal.web.views import overview, run, session

app_name = "portal"

urlpatterns = [
    path("", overview.home, name="home"),
    path("sessions/", overview.session_list, name="session_list"),
    path("sessions/<str:code>/", session.session_detail, name="session_detail"),
    path("sessions/<str:code>/timeline/", session.session_timeline, name="session_timeline"),
    path("sessions/<str:code>/timeline/<int:number>/", session.session_run, name="session_run"),
    path("sessions/<str:code>/results/", session.session_results, name="session_results"),
    path("sessions/<str:code>/head/", session.session_head, name="session_head"),
    path("sessions/<str:code>/runs/<int:number>/", run.run_detail, name="run_detail"),
    path("sessions/<str:code>/runs/<int:number>/now/", run.run_now, name="run_now"),
]
