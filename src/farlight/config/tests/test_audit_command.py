import json

import pytest
from click.testing import CliRunner

from farlight.audit.models import Record
from farlight.audit.public import record, seal, verify_chain
from farlight.audit.types import AuditKind
from farlight.config.cli import farlight, main
from farlight.kernel.time import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_acts():
    for number in (1, 2):
        record(kind=AuditKind.SIGNED_IN, by=f"p{number}", now=utc_now())


def said(*words):
    result = CliRunner().invoke(farlight, words)
    assert result.exit_code == 0, result.output
    return result.output


def refused(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 1
    return capsys.readouterr()


def test_a_chain_that_holds_is_said_to_and_what_was_noted_fits():
    lines = said("audit", "verify").splitlines()
    assert lines == ["2 records, 0 of them without their personal part.", f"2:{verify_chain().hash}"]
    assert said("audit", "verify", "--noted", lines[1]).splitlines() == lines


def test_a_broken_chain_is_told_and_is_a_failure(capsys):
    seal()
    told = refused(capsys, "audit", "verify", "--noted", f"1:{'0' * 64}")
    assert told.out.splitlines()[0] == "1: the record carries another hash than the one noted outside."
    assert told.err == "farlight: The chain is broken.\n"


def test_what_is_no_place_of_the_chain_is_refused(capsys):
    assert "'12' is no place of the chain." in refused(capsys, "audit", "verify", "--noted", "12").err


def test_an_export_is_lines_and_a_record_itself():
    lines = [json.loads(line) for line in said("audit", "export", "--after", "1").splitlines()]
    assert [(line["number"], line["kind"], line["by"]) for line in lines] == [
        (2, "signed_in", "p2"),
        (3, "records_exported", ""),
    ]
    assert Record.objects.count() == 3
