"""The door of samples."""

from farlight.samples.access import (
    container_for,
    sample_for,
    sample_for_proposal,
    samples_of_proposal,
    specimen_for,
    substance_for,
    visible_containers,
    visible_substances,
)
from farlight.samples.access import visible_samples as samples_of_session
from farlight.samples.domain.geometry import type_from
from farlight.samples.queries.contents import contents_of
from farlight.samples.queries.exporting import register_results
from farlight.samples.queries.hazards import profiles_due
from farlight.samples.queries.layouts import containers_by_themselves, layouts_of
from farlight.samples.queries.lists import SampleFilter, visible_sample_rows
from farlight.samples.queries.named import (
    container_named,
    container_types,
    containers_scanned,
    first_specimen,
    piece_that_is_measured,
    place_of,
    sample_key,
    sample_named,
    sample_with_key,
    samples_with_keys,
    specimens_named,
    specimens_with_barcode,
    specimens_with_keys,
    substance_named,
)
from farlight.samples.queries.techniques import current_techniques, technique_named
from farlight.samples.queries.waiting import samples_waiting
from farlight.samples.services.containers import (
    define_container_types,
    hand_over_container,
    known_type,
    register_container,
)
from farlight.samples.services.hazards import (
    approve_profile,
    draft_profile,
    profile_changes,
    refuse_profile,
    submit_profile,
    withdraw_profile,
)
from farlight.samples.services.placement import (
    empty_container,
    move_container,
    place_sample,
    place_specimen,
    take_out,
)
from farlight.samples.services.profiles import define_profiles
from farlight.samples.services.registration import (
    change_sample,
    change_substance,
    components_of,
    register_sample,
    register_substance,
)
from farlight.samples.services.relations import pair_samples, part_samples, relate_samples, share_sample
from farlight.samples.services.reports import report_on_container
from farlight.samples.services.specimens import (
    describe_specimen,
    note_conditions,
    register_specimen,
    set_specimen_state,
)
from farlight.samples.services.techniques import declare_sample, define_techniques
from farlight.samples.types import ContainerTypeSummary

__all__ = [
    "SampleFilter",
    "approve_profile",
    "change_sample",
    "change_substance",
    "components_of",
    "container_for",
    "container_named",
    "container_type",
    "container_types",
    "containers_by_themselves",
    "containers_scanned",
    "contents_of",
    "current_techniques",
    "declare_sample",
    "define_container_types",
    "define_profiles",
    "define_techniques",
    "describe_specimen",
    "draft_profile",
    "empty_container",
    "first_specimen",
    "hand_over_container",
    "layouts_of",
    "move_container",
    "note_conditions",
    "pair_samples",
    "part_samples",
    "piece_that_is_measured",
    "place_of",
    "place_sample",
    "place_specimen",
    "profile_changes",
    "profiles_due",
    "refuse_profile",
    "register_container",
    "register_results",
    "register_sample",
    "register_specimen",
    "register_substance",
    "relate_samples",
    "report_on_container",
    "sample_for",
    "sample_for_proposal",
    "sample_key",
    "sample_named",
    "sample_with_key",
    "samples_of_proposal",
    "samples_of_session",
    "samples_waiting",
    "samples_with_keys",
    "set_specimen_state",
    "share_sample",
    "specimen_for",
    "specimens_named",
    "specimens_with_barcode",
    "specimens_with_keys",
    "submit_profile",
    "substance_for",
    "substance_named",
    "take_out",
    "technique_named",
    "visible_containers",
    "visible_sample_rows",
    "visible_substances",
    "withdraw_profile",
]


def container_type(code: str) -> ContainerTypeSummary:
    """Return the current layout of a type of containers; Invalid when nobody knows it."""
    return type_from(known_type(code).document)
