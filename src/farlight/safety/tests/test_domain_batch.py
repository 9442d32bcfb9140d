from datetime import UTC, date, datetime

import pytest

from farlight.safety.domain.batch import BatchLine, LineFault, begins_at, ends_at, objection_of, read_batch

DAY = date(2027, 6, 30)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_whatever_splits_it(mark):
    text = "\ufeffTraining,Person,Until,From\r\n\r\nlaser,Ada@X.example , 2027-06-30,2027-01-01\r\n"
    text += "laser,bob,2027-06-30\r\n"
    assert read_batch(text.replace(",", mark)) == (
        [
            BatchLine(number=3, person="ada@x.example", training="laser", since=date(2027, 1, 1), until=DAY),
            BatchLine(number=4, person="bob", training="laser", since=None, until=DAY),
        ],
        [],
    )


def test_everything_that_is_wrong_is_said_with_its_line():
    text = "person,training,until,from\n,laser,2027-06-30,\nbob,,30.6.2027,soon\nbob,laser,2027-06-30,2027-07-01\n"
    assert read_batch(text) == (
        [],
        [
            LineFault(number=2, message="There is no person."),
            LineFault(number=3, message="There is no training."),
            LineFault(number=3, message="'30.6.2027' is no day: write it as 2027-06-30."),
            LineFault(number=3, message="'soon' is no day: write it as 2027-06-30."),
            LineFault(number=4, message="It would end before it begins."),
        ],
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The table is empty."),
        ("\n ,\n", "The table is empty."),
        ("person,training,until\n", "There is no line below the head."),
        ("ada,laser,2027-06-30\n", "person, training, until is not there."),
        ("person,training,until,unitl\nada,laser,2027-06-30\n", "There is no column 'unitl'"),
        ("person,training,until\n" + "ada,laser,2027-06-30\n" * 2001, "These are 2001 lines."),
        ("person,training,until\n" + "x" * 500_001, "This is too much."),
        ("person,training,until\nada,laser,9999-12-31\n", "is no day"),
    ],
)
def test_what_is_no_table_is_refused(text, words):
    lines, faults = read_batch(text)
    assert lines == []
    assert words in " ".join(fault.message for fault in faults)


def test_days_are_first_and_last_ones():
    assert begins_at(None, UTC) is None
    assert begins_at(DAY, UTC) == datetime(2027, 6, 30, tzinfo=UTC)
    assert ends_at(DAY, UTC) == datetime(2027, 7, 1, tzinfo=UTC)
    assert objection_of(LineFault(number=3, message="No.")).message == "Line 3: No."
    assert objection_of(LineFault(number=0, message="No.")).message == "No."
