from datetime import timedelta

import pytest

from farlight.bus.delivery import LONGEST_PAUSE_S, deliver
from farlight.bus.models import Delivery, LoggedEvent, Stream
from farlight.bus.public import deliver_overdue, publish
from farlight.bus.tests import lamps
from farlight.bus.tests.lamps import Bulb, LampSwitchedOn, SpareLampSwitchedOn, cut_short, light_hall, note_lamp
from farlight.kernel.time import utc_now

pytestmark = pytest.mark.django_db

LAMP = LampSwitchedOn(session="mx1-1", lamp=1, bulb=Bulb(power_w=40.0, colours=("warm", "white")))


@pytest.fixture
def switch_on(django_capture_on_commit_callbacks):
    """Publishes an event and lets the commit happen."""

    def act(event=LAMP):
        with django_capture_on_commit_callbacks(execute=True):
            publish(event)

    return act


def row_of(handler):
    return Delivery.objects.get(handler=f"farlight.bus.tests.lamps.{handler.__name__}")


def make_due():
    Delivery.objects.update(next_attempt_at=utc_now() - timedelta(seconds=1))


def test_a_handler_gets_the_event_as_it_was_published(listening, switch_on):
    listening(LampSwitchedOn, note_lamp)
    switch_on()
    assert lamps.seen == [LAMP]
    assert (row_of(note_lamp).delivered_at is not None, row_of(note_lamp).attempts) == (True, 0)


def test_handlers_of_a_class_hear_its_subclasses_too(listening, switch_on):
    listening(LampSwitchedOn, note_lamp)
    listening(SpareLampSwitchedOn, light_hall)
    spare = SpareLampSwitchedOn(session="mx1-1", lamp=2)
    switch_on(spare)
    assert lamps.seen == [spare]
    assert list(Delivery.objects.order_by("pk").values_list("handler", flat=True)) == [
        "farlight.bus.tests.lamps.light_hall",
        "farlight.bus.tests.lamps.note_lamp",
    ]


def test_a_failure_is_kept_undone_and_the_others_still_run(listening, switch_on, caplog):
    listening(LampSwitchedOn, light_hall, note_lamp)
    lamps.fuses["blown"] = True
    switch_on()
    row = row_of(light_hall)
    assert lamps.seen == [LAMP]
    assert (row.delivered_at, row.attempts, row.error) == (None, 1, "RuntimeError: the fuse is blown")
    assert timedelta(0) < row.next_attempt_at - utc_now() < timedelta(seconds=3)
    assert not Stream.objects.filter(code="hall-1").exists()
    assert "failed (attempt 1)" in caplog.text


def test_a_failure_is_tried_again_until_it_succeeds(listening, switch_on):
    listening(LampSwitchedOn, light_hall)
    lamps.fuses["blown"] = True
    switch_on()
    assert deliver_overdue() == 0
    make_due()
    assert deliver_overdue() == 1
    assert row_of(light_hall).attempts == 2
    lamps.fuses["blown"] = False
    make_due()
    assert deliver_overdue() == 1
    row = row_of(light_hall)
    assert (row.delivered_at is not None, row.error, Stream.objects.filter(code="hall-1").count()) == (True, "", 1)
    make_due()
    assert deliver_overdue() == 0


def test_what_was_delivered_is_not_delivered_again(listening, switch_on):
    listening(LampSwitchedOn, note_lamp)
    switch_on()
    deliver(row_of(note_lamp).pk)
    assert lamps.seen == [LAMP]


def test_what_its_publisher_did_not_deliver_is_delivered_by_the_worker(listening):
    """The publishing process died after the commit."""
    listening(LampSwitchedOn, note_lamp)
    publish(LAMP)
    assert deliver_overdue() == 0
    make_due()
    assert deliver_overdue() == 1
    assert lamps.seen == [LAMP]


def test_overdue_deliveries_come_in_the_order_of_the_events(listening):
    listening(LampSwitchedOn, note_lamp)
    for lamp in range(5):
        publish(LampSwitchedOn(session=f"mx1-{lamp % 2}", lamp=lamp))
    make_due()
    assert [deliver_overdue(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert [event.lamp for event in lamps.seen] == list(range(5))


def test_pauses_between_attempts_grow_to_ten_minutes(listening, switch_on):
    listening(LampSwitchedOn, light_hall)
    lamps.fuses["blown"] = True
    switch_on()
    pauses = []
    for attempts in (1, 4, 30):
        Delivery.objects.update(attempts=attempts, next_attempt_at=utc_now())
        deliver_overdue()
        pauses.append(round((row_of(light_hall).next_attempt_at - utc_now()).total_seconds()))
    assert pauses == [4, 32, LONGEST_PAUSE_S]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"handler": "farlight.bus.tests.lamps.gone"}, "ImportError"),
        ({"handler": "farlight.gone.handlers.act"}, "ModuleNotFoundError"),
    ],
)
def test_a_handler_that_is_gone_is_kept_with_its_reason(listening, change, error):
    listening(LampSwitchedOn, note_lamp)
    publish(LAMP)
    make_due()
    Delivery.objects.update(**change)
    deliver_overdue()
    assert Delivery.objects.get().error.startswith(error)


def test_an_event_that_is_gone_is_kept_with_its_reason(listening):
    listening(LampSwitchedOn, note_lamp)
    publish(LAMP)
    make_due()
    LoggedEvent.objects.update(kind="lamp-stolen")
    deliver_overdue()
    assert Delivery.objects.get().error == "KeyError: 'lamp-stolen'"


def test_a_worker_that_is_told_to_stop_leaves_the_delivery_to_another(listening):
    listening(LampSwitchedOn, cut_short)
    publish(LAMP)
    make_due()
    with pytest.raises(KeyboardInterrupt):
        deliver_overdue()
    assert (row_of(cut_short).delivered_at, row_of(cut_short).attempts) == (None, 0)


def test_rows_say_what_they_are(listening):
    listening(LampSwitchedOn, note_lamp)
    publish(LAMP)
    assert str(row_of(note_lamp)) == "mx1-1 #1 lamp-switched-on -> farlight.bus.tests.lamps.note_lamp"
    assert [str(stream) for stream in (Stream(code="mx1-1", newest=3), Stream(code=""))] == ["mx1-1: 3", "facility: 0"]


def test_a_retry_that_was_planned_before_the_clock_was_set_back_is_not_put_off(listening, switch_on):
    listening(LampSwitchedOn, note_lamp)
    switch_on()
    Delivery.objects.update(delivered_at=None, next_attempt_at=utc_now() + timedelta(hours=1))
    assert deliver_overdue() == 1
