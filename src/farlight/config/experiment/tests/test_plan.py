from pathlib import Path

import pytest

from farlight.acquisition.domain.requests import objections_to_collection, with_distance
from farlight.config.experiment.errors import ExperimentFailed
from farlight.config.experiment.plan import ExperimentPlan, facility_file, names_for, refuse_unusable_source
from farlight.config.facility.references import faults_of
from farlight.config.facility.sample_faults import Known
from farlight.samples.adapters.type_files import standard_types


@pytest.mark.parametrize("detector", ["1M", "4M", "9M", "16M"])
@pytest.mark.parametrize("source", [None, Path("/data/räume mit Leerzeichen/sweep")])
def test_facility_is_faultless_and_takes_what_is_asked_of_it(detector, source):
    plan = ExperimentPlan(detector=detector, source=source)
    names = names_for(shared_database=False, is_replay=source is not None)
    facility = facility_file(plan, names, time_zone="Europe/Paris").facility
    assert faults_of(facility, Known(types=standard_types(), techniques={})) == []
    (beamline,) = facility.beamline
    placed = with_distance(plan.parameters(), beamline.detector)
    assert objections_to_collection(placed, beamline.limits, beamline.detector) == ()


def test_names_in_a_shared_database_are_those_of_nobody_else():
    names = names_for(shared_database=True, is_replay=True)
    facility = facility_file(ExperimentPlan(), names, time_zone="Europe/Paris").facility
    assert facility.proposal[0].code == names.proposal != "mx1"
    assert names.beamline.startswith("replay-")


def test_missing_input_is_told(tmp_path):
    with pytest.raises(ExperimentFailed, match="There is nothing at"):
        refuse_unusable_source(tmp_path / "none.nxs")
    with pytest.raises(ExperimentFailed, match="is empty"):
        refuse_unusable_source(tmp_path)
    (tmp_path / "a_0001.cbf").touch()
    refuse_unusable_source(tmp_path)
    refuse_unusable_source(tmp_path / "a_####.cbf")


def test_damaged_master_is_told_before_anything_starts(tmp_path):
    (tmp_path / "x_master.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    with pytest.raises(ExperimentFailed, match=r"x_master\.h5"):
        refuse_unusable_source(tmp_path / "x_master.h5")
