import threading

import pytest
from django.db import DatabaseError, connections, transaction

from farlight.bus.models import Delivery, LoggedEvent, Stream
from farlight.bus.public import OutsideTransactionError, all_entries, entries_after, newest_number, publish
from farlight.bus.tests.lamps import LampSwitchedOn, MainsFailed, light_hall, note_lamp


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransactionError, match="lamp-switched-on must be published in the transaction"):
        publish(LampSwitchedOn(session="mx1-1", lamp=1))
    assert not LoggedEvent.objects.exists()


@pytest.mark.django_db
def test_each_stream_counts_for_itself():
    for session in ("mx1-1", "mx1-2", "mx1-1"):
        publish(LampSwitchedOn(session=session, lamp=7), by="ada")
    publish(MainsFailed())
    found = [(entry.number, entry.kind, entry.by, entry.body) for entry in all_entries("mx1-1")]
    body = {"session": "mx1-1", "lamp": 7, "bulb": None}
    assert found == [(1, "lamp-switched-on", "ada", body), (2, "lamp-switched-on", "ada", body)]
    assert [newest_number(stream) for stream in ("mx1-1", "mx1-2", "", "mx9-9")] == [2, 1, 1, 0]


@pytest.mark.django_db
def test_a_stream_is_read_from_a_number_on_in_pieces():
    for lamp in range(5):
        publish(LampSwitchedOn(session="mx1-1", lamp=lamp))
    assert [entry.number for entry in entries_after("mx1-1", 2, limit=2)] == [3, 4]
    assert entries_after("mx1-1", 5) == []


@pytest.mark.django_db
def test_many_entries_come_in_order(monkeypatch):
    for lamp in range(7):
        publish(LampSwitchedOn(session="mx1-1", lamp=lamp))
    monkeypatch.setattr(entries_after, "__kwdefaults__", {"limit": 3})
    assert [entry.body["lamp"] for entry in all_entries("mx1-1")] == list(range(7))


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_nothing(listening):
    listening(LampSwitchedOn, note_lamp, light_hall)
    with transaction.atomic():
        publish(LampSwitchedOn(session="mx1-1", lamp=1))
        transaction.set_rollback(True)
    assert (newest_number("mx1-1"), LoggedEvent.objects.count(), Delivery.objects.count()) == (0, 0, 0)
    assert not Stream.objects.filter(code__startswith="hall").exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_number_is_given_out_again():
    with transaction.atomic():
        publish(LampSwitchedOn(session="mx1-1", lamp=1))
        with transaction.atomic():
            publish(LampSwitchedOn(session="mx1-1", lamp=2))
            transaction.set_rollback(True)
        publish(LampSwitchedOn(session="mx1-1", lamp=3))
    assert [(entry.number, entry.body["lamp"]) for entry in all_entries("mx1-1")] == [(1, 1), (2, 3)]


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_however_many_publish_at_once():
    """Threads publish into one new stream at once; a third of the transactions is rolled back."""
    kept, failures, barrier = [], [], threading.Barrier(6)

    def publish_some(thread):
        barrier.wait(10)
        try:
            for lamp in range(100 * thread, 100 * thread + 12):
                with transaction.atomic():
                    publish(LampSwitchedOn(session="mx1-1", lamp=lamp))
                    transaction.set_rollback((lamp + thread) % 3 == 0)
                kept.extend([lamp] if (lamp + thread) % 3 else [])
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish_some, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    entries = list(all_entries("mx1-1"))
    assert [entry.number for entry in entries] == list(range(1, len(kept) + 1))
    assert sorted(entry.body["lamp"] for entry in entries) == sorted(kept)
