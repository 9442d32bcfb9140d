"""Addresses of the pages."""

from django.urls import path

from farlight.portal.web.views import audit, changer, feed, machines, overview, people, run, session, summary

app_name = "portal"

urlpatterns = [
    path("", overview.home, name="home"),
    path("sessions/", overview.session_list, name="session_list"),
    path("sessions/<str:code>/", session.session_detail, name="session_detail"),
    path("sessions/<str:code>/cards/", feed.session_cards, name="session_cards"),
    path("sessions/<str:code>/groups/", feed.session_groups, name="session_groups"),
    path("sessions/<str:code>/entries/<int:number>/", feed.session_entry, name="session_entry"),
    path("sessions/<str:code>/changer/", changer.session_changer, name="session_changer"),
    path("sessions/<str:code>/changer/samples/", changer.changer_samples, name="changer_samples"),
    path("sessions/<str:code>/changer/load/", changer.changer_load, name="changer_load"),
    path("sessions/<str:code>/strip/", session.session_strip, name="session_strip"),
    path("sessions/<str:code>/summary/", summary.session_summary, name="session_summary"),
    path("sessions/<str:code>/summary.csv", summary.session_csv, name="session_csv"),
    path("sessions/<str:code>/results/", session.session_results, name="session_results"),
    path("sessions/<str:code>/head/", session.session_head, name="session_head"),
    path("sessions/<str:code>/runs/<int:number>/", run.run_detail, name="run_detail"),
    path("sessions/<str:code>/runs/<int:number>/now/", run.run_now, name="run_now"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/records.jsonl", audit.audit_export, name="audit_export"),
    path("machines/", machines.machine_list, name="machine_list"),
    path("machines/revoke/", machines.machine_revoke, name="machine_revoke"),
    path("people/", people.people_list, name="people_list"),
    path("people/invite/new/", people.person_invite, name="person_invite"),
    path("people/<str:username>/", people.person_detail, name="person_detail"),
    path("people/<str:username>/lock/", people.person_lock, name="person_lock"),
    path("people/<str:username>/unlock/", people.person_unlock, name="person_unlock"),
    path("people/<str:username>/invite-again/", people.person_invite_again, name="person_invite_again"),
    path("people/<str:username>/reset-factors/", people.person_reset_factors, name="person_reset_factors"),
]
