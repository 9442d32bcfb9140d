"""Addresses of processings."""

from django.urls import path

from farlight.processing.web.views import cells, detail, files, starting

app_name = "processing"

_RUN = "sessions/<str:code>/runs/<int:run>/processings/"
_ONE = f"{_RUN}<int:number>/"

urlpatterns = [
    path("cells/", cells.cell_search, name="cell_search"),
    path("sessions/<str:code>/samples/<str:sample>/results/", detail.sample_results, name="sample_results"),
    path(_RUN, starting.processing_list, name="processing_list"),
    path(_ONE, detail.processing_detail, name="processing_detail"),
    path(f"{_ONE}now/", detail.processing_now, name="processing_now"),
    path(f"{_ONE}cancel/", starting.processing_cancel, name="processing_cancel"),
    path(f"{_ONE}report/", files.processing_report, name="processing_report"),
    path(f"{_ONE}files/<str:name>", files.processing_file, name="processing_file"),
    path("processing/report-parts/<path:name>", files.report_part, name="report_part"),
]
