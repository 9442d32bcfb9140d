"""Notebooks begin, and end with their leases: at the hub, too."""

from datetime import timedelta

import pytest

from farlight.beamtime.public import change_state, remove_team_member, session_folder
from farlight.beamtime.types import SessionState
from farlight.bus.public import watch
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels, keep_channels, lease_of, offered_kinds
from farlight.leases.tests.factories import channels_open, end_of_watch, endings
from farlight.leases.types import ChannelKind, Ending
from farlight.notebooks.models import Notebook
from farlight.notebooks.public import define_notebooks, notebook_page, start_notebook, stop_notebook
from farlight.notebooks.services.keeping import Keeper
from farlight.notebooks.tests.conftest import comes_to, newest, until
from farlight.notebooks.types import NotebooksDefinition, NotebookState
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person

CODE = "mx2341-1"
SERVER = ("ben", CODE)


def start(person, **more):
    return start_notebook(session=CODE, by=person, now=utc_now(), **more)


def test_a_notebook_starts_opens_and_is_closed_by_its_person(offered, keeper, ben, settings):
    assert start(ben).state is NotebookState.ASKED
    comes_to(keeper, "running")
    folder = session_folder(CODE).relative_to(settings.FARLIGHT_DATA_DIR).as_posix()
    assert (offered.users, offered.options) == ({"ben"}, {"profile": "small", "session_folder": folder})
    page = notebook_page(ben, CODE, now=utc_now())
    assert page.notebook.address == f"{offered.address}/user/ben/{CODE}/"
    assert channels_open() == 1
    assert stop_notebook(session=CODE, by=ben, now=utc_now()).state is NotebookState.CLOSING
    row = comes_to(keeper, "closed")
    assert (offered.servers, row.reason, channels_open()) == ({}, "", 0)
    assert endings() == ["left"]
    start(ben, size="large")
    comes_to(keeper, "running")
    assert offered.options["profile"] == "large"


def test_one_person_has_one_of_a_session(offered, keeper, ben):
    start(ben)
    with pytest.raises(Conflict, match="open it"):
        start(ben)
    comes_to(keeper, "running")
    offered.stops = False
    stop_notebook(session=CODE, by=ben, now=utc_now())
    keeper.look(now=utc_now())
    with pytest.raises(Conflict, match="wait a moment"):
        start(ben)
    assert channels_open() == 0


def test_who_may_not_reads_why_or_nothing_at_all(offered, ben, olga, rival):
    with pytest.raises(NotAllowed) as refused:
        start(olga)
    assert refused.value.reasons
    for act in (start, lambda person: stop_notebook(session=CODE, by=person, now=utc_now())):
        with pytest.raises(NotFound):
            act(rival)
    with pytest.raises(NotFound):
        stop_notebook(session=CODE, by=ben, now=utc_now())
    with pytest.raises(Invalid, match="small, large"):
        start(ben, size="huge")
    assert Notebook.objects.count() == channels_open() == 0


def test_nobody_sees_the_notebook_of_somebody_else(offered, keeper, ben, session):
    leader = session.proposal.principal_investigator
    start(ben)
    comes_to(keeper, "running")
    assert notebook_page(leader, CODE, now=utc_now()).notebook is None
    start(leader)
    until(keeper, lambda _: all(offered.servers.values()) and len(offered.servers) == 2)
    assert {user for user, _ in offered.servers} == {"ben", leader.username}


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda session, ben: remove_team_member(session=session, person=ben), "The right to it ended."),
        (lambda _, ben: lock_person(person=ben, reason="left"), "The account was locked."),
        (lambda session, _: closed_by_staff(session), "It was closed by somebody else."),
    ],
    ids=["removed", "locked", "closed by staff"],
)
def test_no_notebook_outlives_its_lease(offered, keeper, session, ben, end, reason):
    start(ben)
    comes_to(keeper, "running")
    end(session, ben)
    row = comes_to(keeper, "closed")
    assert (offered.servers, row.reason, channels_open()) == ({}, reason, 0)


def closed_by_staff(session):
    lena = make_person("lena", "beamline_scientist", beamline="sim1")
    assert close_channels(session=session.code, by=lena, now=utc_now()) == 1


def test_one_ends_while_it_starts(offered, keeper, session, ben):
    offered.is_quick = False
    start(ben)
    until(keeper, lambda _: SERVER in offered.servers)
    remove_team_member(session=session, person=ben)
    comes_to(keeper, "closed")
    assert offered.servers == {}


def test_one_that_is_being_started_is_stopped_at_once(offered, keeper, session, ben):
    offered.may_answer_starts.clear()
    start(ben)
    until(keeper, lambda _: ("POST", f"/hub/api/users/ben/servers/{CODE}") in offered.got)
    remove_team_member(session=session, person=ben)
    until(keeper, lambda _: ("DELETE", f"/hub/api/users/ben/servers/{CODE}") in offered.got, within_s=5)
    assert newest().state == "closing"
    offered.may_answer_starts.set()
    comes_to(keeper, "closed")
    assert (offered.servers, channels_open()) == ({}, 0)


def test_a_database_that_was_away_ends_no_calculation(offered, keeper, session, ben):
    start(ben)
    comes_to(keeper, "running")
    for kept in keeper._kept.values():
        kept.hold.over.end(Ending.UNSEEN)
    keeper.look(now=utc_now())
    assert (newest().state, channels_open(), SERVER in offered.servers) == ("running", 1, True)
    remove_team_member(session=session, person=ben)
    assert comes_to(keeper, "closed").reason == "The right to it ended."


def test_a_keeper_that_fails_takes_its_process_along(offered, ben, monkeypatch):
    keeper = Keeper()
    keeper.see_alive()
    monkeypatch.setattr(keeper, "_run", lambda: None)
    keeper.start()
    keeper._thread.join(5)
    with pytest.raises(RuntimeError, match="keeper of notebooks ended"):
        keeper.see_alive()
    keeper.stop()


def test_one_that_was_never_told_to_the_hub_ends_without_it(offered, keeper, session, ben):
    start(ben)
    remove_team_member(session=session, person=ben)
    assert until(keeper, lambda row: row.state == "closed").begun_at is None or offered.servers == {}
    assert channels_open() == 0


def test_a_hub_that_does_not_stop_it_is_told_until_it_does(offered, keeper, session, ben, monkeypatch):
    monkeypatch.setattr("farlight.notebooks.services.keeping.AGAIN_S", 0.2)
    start(ben)
    comes_to(keeper, "running")
    offered.stops = False
    remove_team_member(session=session, person=ben)
    until(keeper, lambda _: len([one for one in offered.got if one[0] == "DELETE"]) > 2)
    assert (newest().state, SERVER in offered.servers) == ("closing", True)
    offered.answer = (500, b"", "text/html")
    until(keeper, lambda row: row.trouble == "The hub answers 500.")
    assert channels_open() == 1  # it is open still, and people who keep the team see that
    offered.answer, offered.stops = None, True
    row = comes_to(keeper, "closed")
    assert (row.trouble, offered.servers, channels_open()) == ("", {}, 0)


def test_a_hub_that_refuses_is_quoted(offered, keeper, ben):
    offered.answer = (403, b'{"message": "you may not"}', "application/json")
    start(ben)
    row = comes_to(keeper, "failed")
    assert (row.reason, row.ended_at is not None) == (
        "The hub could not start it. The hub answers 403: you may not.",
        True,
    )
    keeper.look(now=utc_now())
    assert channels_open() == 0


def test_a_folder_that_cannot_be_made_is_told_and_tried_again(offered, keeper, ben, settings, monkeypatch):
    monkeypatch.setattr("farlight.notebooks.services.keeping.AGAIN_S", 0.2)
    settings.FARLIGHT_DATA_DIR.write_text("no folder")
    start(ben)
    until(keeper, lambda row: "folder cannot be made: Not a directory" in row.trouble)
    assert offered.servers == {}
    settings.FARLIGHT_DATA_DIR.unlink()
    comes_to(keeper, "running")
    assert (session_folder(CODE) / "processed").is_dir()


def test_a_hub_that_is_away_is_told_again(offered, keeper, ben, monkeypatch):
    monkeypatch.setattr("farlight.notebooks.services.keeping.AGAIN_S", 0.2)
    offered.answer = (502, b"", "text/html")
    start(ben)
    until(keeper, lambda row: row.trouble == "The hub answers 502.")
    offered.answer = None
    assert comes_to(keeper, "running").trouble == ""


def test_one_that_does_not_come_up_has_failed(offered, keeper, ben):
    offered.is_quick = False
    start(ben)
    until(keeper, lambda _: SERVER in offered.servers)
    keeper.look(now=utc_now())
    assert newest().state == "asked"
    offered.servers.clear()  # as a hub does when the spawner gives up
    assert comes_to(keeper, "failed").reason == "The hub could not start it."


def test_one_that_ends_at_the_hub_is_over_here(offered, keeper, ben, monkeypatch):
    monkeypatch.setattr("farlight.notebooks.services.keeping.LATER_S", 0.1)
    start(ben)
    comes_to(keeper, "running")
    offered.servers.clear()
    row = comes_to(keeper, "closed")
    keeper.look(now=utc_now())
    assert (row.reason, channels_open()) == ("It was ended at the hub.", 0)


def test_a_server_named_after_a_session_that_was_not_opened_here_is_stopped(offered, keeper, ben, monkeypatch):
    monkeypatch.setattr("farlight.notebooks.services.keeping.STRAYS_S", 0.1)
    offered.servers = {SERVER: True, ("ben", "my-own"): True, ("ben", ""): True}
    for _ in range(100):
        keeper.look(now=utc_now())
        if SERVER not in offered.servers:
            break
        keeper._stopping.wait(0.05)
    assert set(offered.servers) == {("ben", "my-own"), ("ben", "")}


def test_another_worker_goes_on(offered, keeper, ben):
    start(ben)
    comes_to(keeper, "running")
    keeper.stop()
    end_of_watch()
    assert (channels_open(), SERVER in offered.servers) == (1, True)
    other = Keeper()
    other.look(now=utc_now())
    keep_channels(now=utc_now() + timedelta(seconds=50))
    assert channels_open() == 1
    stop_notebook(session=CODE, by=ben, now=utc_now())
    comes_to(other, "closed")
    assert offered.servers == {}
    other.stop()


def test_a_start_that_a_dead_worker_claimed_is_made_by_another(offered, keeper, ben):
    start(ben)
    Notebook.objects.update(begun_at=utc_now() - timedelta(seconds=10))
    keeper.look(now=utc_now())
    assert (newest().state, offered.servers) == ("asked", {})
    comes_to(keeper, "running", now=lambda: utc_now() + timedelta(seconds=40))


def test_two_workers_keep_the_same(offered, keeper, session, ben):
    other = Keeper()
    start(ben)
    for one in (keeper, other):
        one.look(now=utc_now())
    comes_to(keeper, "running")
    comes_to(other, "running")
    remove_team_member(session=session, person=ben)
    comes_to(other, "closed")
    keeper.look(now=utc_now())
    other.look(now=utc_now())
    assert (offered.servers, channels_open()) == ({}, 0)
    assert [one[0] for one in offered.got if "servers/" in one[1]].count("POST") == 1
    other.stop()


def test_a_worker_keeps_them_by_itself(offered, session, ben):
    worker = Keeper()
    worker.start()
    try:
        start(ben)
        until(_Idle(), lambda row: row.state == "running")
        change_state(session=session, to=SessionState.ENDED)
        remove_team_member(session=session, person=ben)
        until(_Idle(), lambda row: row.state == "closed")
    finally:
        worker.stop()
        end_of_watch()
        watch.stop()
    assert offered.servers == {}


class _Idle:
    def look(self, *, now):
        """Leave it to the thread."""


def test_without_a_hub_nothing_is_offered(hub, session, ben, settings):
    assert ChannelKind.NOTEBOOK not in offered_kinds()
    with pytest.raises(NotAllowed, match="no notebooks here"):
        start(ben)
    define_notebooks(definition=NotebooksDefinition(address=hub.address))
    assert ChannelKind.NOTEBOOK in offered_kinds()
    settings.FARLIGHT_NOTEBOOKS_TOKEN = ""
    lease = lease_of(ben, CODE, utc_now()).channels[ChannelKind.NOTEBOOK]
    assert (lease.allowed, len(lease.reasons)) == (False, 1)
    define_notebooks(definition=None)
    assert not notebook_page(ben, CODE, now=utc_now()).is_offered
    with pytest.raises(Invalid, match="cannot be reached safely"):
        define_notebooks(definition=NotebooksDefinition(address="http://jupyter.example.org"))


def test_a_hub_that_is_taken_out_of_the_file_leaves_a_word(offered, keeper, ben):
    start(ben)
    comes_to(keeper, "running")
    define_notebooks(definition=None)
    until(keeper, lambda row: "names no hub any more" in row.trouble)
    assert notebook_page(ben, CODE, now=utc_now()).notebook.address == ""
