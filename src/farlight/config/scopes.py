"""What each operation of the REST interface asks of a token: one place, so that none is forgotten."""

from collections.abc import Iterator

from ninja import NinjaAPI
from ninja.operation import Operation

from farlight.people.types import TokenNeeds, TokenScope

OPERATIONS: dict[TokenScope, str] = {
    TokenScope.READ: """
        list_sessions session session_events session_lease list_channels readiness_of
        list_samples list_substances substance list_hazard_profiles_due list_hazard_profiles search_samples sample
        list_container_types list_containers container list_sheet_profiles sheet_template list_sheets check_sheet
        sheet_given_back export_samples list_techniques technique_schema sample_nxsample check_samples
        list_requests queue_of request_summary handling_picture
        list_shipments read_shipment list_parcels read_parcel timeline_of moves_offered parcels_due_for_review
        papers_of_parcel paper_of_parcel all_papers_of_parcel photographs_of photograph_of known_things thing_scanned
        list_runs run series_of snapshot curves_of curves_csv
        list_processings list_pipelines processing processing_charts list_processing_files find_cells
        picture viewer_manifest list_session_files list_run_files line_down line_up
        notes_of_session entries_of_session comments_of_entry parcel_breakdown
        list_trainings own_trainings notebook_page
    """,
    TokenScope.FILES: """
        processing_file session_file run_file choose_files
        session_archive session_checksums session_metalink run_archive run_checksums run_metalink
        selection_archive selection_checksums selection_metalink
        hdf5_metadata hdf5_attributes hdf5_values hdf5_statistics hdf5_paths
    """,
    TokenScope.SAMPLES: """
        register_substance change_substance draft_profile submit_profile withdraw_profile approve_profile refuse_profile
        declare_sample correct_sample set_components share_sample register_specimen describe_specimen place_specimen
        take_out_specimen mark_specimen note_conditions register_facility_container register_container move_container
        take_out_container empty_container report_on_container hand_over_container retire_container
        send_sheet send_sheet_rows annotate_sheet describe_sheet discard_sheet correct_sheet take_sheet undo_sheet
        declare_samples
    """,
    TokenScope.PARCELS: """
        create_shipment change_shipment create_parcel describe_parcel pack unpack record_move undo_move book_courier
        print_label photograph_parcel take_scans
    """,
    TokenScope.COLLECT: "queue_collection cancel_request move_request repeat_request",
    TokenScope.PROCESS: "start_processing cancel_processing start_notebook stop_notebook",
    TokenScope.NOTES: "write_note comment_on_entry",
    TokenScope.CAMERAS: """
        camera_wall open_camera camera_still desktop_page desktop_wall open_desktop open_desktop_thumbnail
    """,
    TokenScope.CONTROL: """
        give_command close_channel switch_cameras
        start_desktop ask_for_control give_control take_control lay_down_control lock_desktop close_desktop
    """,
    TokenScope.TRAININGS: "people_lacking_trainings trainings_of note_training withdraw_training note_trainings",
    TokenScope.ACCOUNT: "own_mails mail_text mail_pace choose_pace note_set_up",
}
"""What each scope opens, by the names of the operations."""

_MACHINES = """
    list_sessions session session_events list_samples list_requests queue_of request_summary handling_picture
    list_runs run series_of snapshot curves_of curves_csv
    list_processings list_pipelines start_processing processing processing_charts list_processing_files processing_file
    picture viewer_manifest list_session_files list_run_files session_file run_file session_checksums run_checksums
    hdf5_metadata hdf5_attributes hdf5_values hdf5_statistics hdf5_paths
    notes_of_session entries_of_session comments_of_entry write_note
"""
MACHINES = frozenset(_MACHINES.split())
"""What the program of a beamline does: all of it is about one session of that beamline."""

NEEDS = {
    name: TokenNeeds(operation=name, scope=scope, is_for_machines=name in MACHINES)
    for scope, names in OPERATIONS.items()
    for name in names.split()
}


def ask_for_scopes(api: NinjaAPI) -> None:
    """Let each operation ask for its scope; one that is not listed is opened by no token."""
    for operation in operations_of(api):
        needs = NEEDS.get(operation.operation_id or "")
        operation.auth_callbacks = [callback.needing(needs) for callback in operation.auth_callbacks]  # type: ignore[attr-defined]


def operations_of(api: NinjaAPI) -> Iterator[Operation]:
    """Yield every operation of the interface."""
    for router in api._get_bound_routers():  # noqa: SLF001 - the library shows its operations nowhere else
        for view in router.path_operations.values():
            yield from view.operations
