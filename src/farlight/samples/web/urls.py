"""Addresses of the pages of samples."""

from django.urls import path

from farlight.samples.web.views import containers, declaring, grid, hazards, placing, samples, sheets, substances

app_name = "samples"
urlpatterns = [
    path("samples/", samples.sample_list, name="sample_list"),
    path("samples/new/", declaring.sample_start, name="sample_start"),
    path("samples/new/<str:technique>/", declaring.sample_prepare, name="sample_prepare"),
    path("samples/new/<str:technique>/one/", declaring.sample_declare, name="sample_declare"),
    path("samples/new/<str:technique>/many/", grid.sample_grid, name="sample_grid"),
    path("samples/<str:code>/", samples.sample_detail, name="sample_detail"),
    path("samples/<str:code>/edit/", declaring.sample_edit, name="sample_edit"),
    path("samples/<str:code>/follow/", declaring.sample_follow, name="sample_follow"),
    path("sheets/", sheets.sheet_list, name="sheet_list"),
    path("sheets/send/", sheets.sheet_send, name="sheet_send"),
    path("sheets/<str:code>/", sheets.sheet_detail, name="sheet_detail"),
    path("sheets/<str:code>/correct/", sheets.sheet_correct, name="sheet_correct"),
    path("sheets/<str:code>/describe/", sheets.sheet_describe, name="sheet_describe"),
    path("sheets/<str:code>/substances/", sheets.sheet_substances, name="sheet_substances"),
    path("sheets/<str:code>/take/", sheets.sheet_take, name="sheet_take"),
    path("sheets/<str:code>/undo/", sheets.sheet_undo, name="sheet_undo"),
    path("sheets/<str:code>/discard/", sheets.sheet_discard, name="sheet_discard"),
    path("sheets/<str:code>/annotated/", sheets.sheet_annotated, name="sheet_annotated"),
    path("substances/", substances.substance_list, name="substance_list"),
    path("substances/new/", substances.substance_new, name="substance_new"),
    path("substances/<str:code>/", substances.substance_detail, name="substance_detail"),
    path("substances/<str:code>/edit/", substances.substance_edit, name="substance_edit"),
    path("substances/<str:code>/hazards/", hazards.hazards_declare, name="hazards_declare"),
    path("substances/<str:code>/hazards/withdraw/", hazards.hazards_withdraw, name="hazards_withdraw"),
    path("hazards/", hazards.hazard_list, name="hazard_list"),
    path("hazards/<str:code>/", hazards.hazard_review, name="hazard_review"),
    path("containers/", containers.container_list, name="container_list"),
    path("containers/new/", containers.container_new, name="container_new"),
    path("containers/<str:code>/", containers.container_detail, name="container_detail"),
    path("containers/<str:code>/place/", placing.container_place, name="container_place"),
    path("containers/<str:code>/move/", placing.container_move, name="container_move"),
    path("containers/<str:code>/fill/", placing.container_fill, name="container_fill"),
    path("containers/<str:code>/mark/", placing.container_mark, name="container_mark"),
    path("specimens/<str:code>/mark/", placing.specimen_mark, name="specimen_mark"),
    path("containers/<str:code>/report/", containers.container_report, name="container_report"),
    path(
        "containers/<str:code>/photographs/<str:photograph>/",
        containers.container_photograph,
        name="container_photograph",
    ),
]
