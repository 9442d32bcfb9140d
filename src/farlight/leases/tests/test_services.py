"""Leases say what may be opened; channels are opened, seen, closed."""

from datetime import timedelta

import pytest

from farlight.audit.public import records
from farlight.beamtime.public import change_state, session_row, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import SessionState, TeamRole, Verdict
from farlight.bus.public import all_entries
from farlight.kernel.errors import NotAllowed, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.leases.domain.watch import Seen, ending_by, ending_of, must_be_asked_anew
from farlight.leases.models import OpenChannel
from farlight.leases.public import (
    channels_in,
    close_channel,
    close_channel_for,
    close_channels,
    close_opened_with,
    keep_channels,
    lease_of,
    open_channel,
    open_channels_of,
)
from farlight.leases.queries import closed_among
from farlight.leases.types import ChannelKind, Ending
from farlight.people.public import credential_in, define_security, issue_token, person_named
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential, SecurityPolicy, StepUpAction

pytestmark = pytest.mark.django_db

EVERYTHING = set(ChannelKind)
FILES = {ChannelKind.SFTP, ChannelKind.DOWNLOADS}


@pytest.fixture
def session(db):
    return make_session()


@pytest.fixture
def ben(session):
    person = make_person("ben")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return person


def opened(person, session, kind=ChannelKind.SFTP, **more):
    return open_channel(person=person, session_code=session.code, kind=kind, now=utc_now(), **more)


def allowed(person, session):
    return {kind for kind, one in lease_of(person, session.code, utc_now()).channels.items() if one.allowed}


def test_a_lease_grows_from_what_a_person_may(session, ben):
    observer = make_person("obi")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    assert allowed(ben, session) == EVERYTHING
    assert allowed(observer, session) == FILES | {ChannelKind.DESKTOP, ChannelKind.WEBCAM}
    assert allowed(make_person("data", "data_manager"), session) == FILES
    until = {kind: one.until for kind, one in lease_of(ben, session.code, utc_now()).channels.items()}
    assert (until[ChannelKind.CONTROL], until[ChannelKind.SFTP]) == (session.end, None)
    assert until[ChannelKind.WEBCAM] == session.end + timedelta(minutes=20)


def test_every_reason_is_given_each_once(session, ben):
    change_state(session=session_row(session.code), to=SessionState.ENDED)
    lease = lease_of(ben, session.code, utc_now(), Credential(login="nonsense"))
    words = [reason.message.partition(" on ")[0] for reason in lease.reasons]
    assert words == ["You have logged out.", f"Session {session.code} ended"]
    assert [one.allowed for one in lease.channels.values()] == [False] * len(ChannelKind)


def test_where_a_fresh_factor_is_asked_for_its_page_is_named(session, ben):
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.REMOTE_CONTROL})))
    key = issue_token(person=ben, label="x", now=utc_now())
    credential = credential_in({"Authorization": f"Bearer {key}"}, login=None)
    lease = lease_of(ben, session.code, utc_now(), credential).channels
    assert (lease[ChannelKind.DESKTOP].allowed, lease[ChannelKind.CONTROL].allowed) == (True, False)
    assert [reason.link for reason in lease[ChannelKind.CONTROL].reasons] == ["/account/confirm/?for=factor"]
    assert lease_of(ben, session.code, utc_now()).channels[ChannelKind.CONTROL].allowed


def test_for_strangers_there_is_no_session(session):
    stranger = make_person("eve")
    for ask in (
        lambda: lease_of(stranger, session.code, utc_now()),
        lambda: opened(stranger, session),
        lambda: channels_in(stranger, session.code, utc_now()),
        lambda: close_channels(session=session.code, by=stranger, now=utc_now()),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_channel_is_in_the_log_and_in_the_record(session, ben):
    channel = opened(ben, session, address="192.0.2.7")
    assert close_channel(channel.code, now=utc_now())
    assert not close_channel(channel.code, now=utc_now())
    logged = [e for e in all_entries(session.code) if e.kind.startswith("channel-")]
    assert [(e.kind, e.body["what"], e.body["person"], e.body.get("ending")) for e in logged] == [
        ("channel-opened", "sftp", "ben", None),
        ("channel-closed", "sftp", "ben", "left"),
    ]
    found = [(r.kind.value, r.by, r.about, r.address, dict(r.details)) for r in records(limit=2).items]
    told = {"what": "sftp", "channel": channel.code}
    assert found == [
        ("channel_closed", "", "ben", "192.0.2.7", {**told, "ending": "left"}),
        ("channel_opened", "ben", "ben", "192.0.2.7", told),
    ]


def test_a_refusal_names_all_reasons_and_is_recorded(session):
    observer = make_person("obi")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    with pytest.raises(NotAllowed) as refusal:
        opened(observer, session, ChannelKind.CONTROL)
    assert "does not let you control" in refusal.value.message
    assert [(r.kind.value, r.by, r.details["what"]) for r in records(limit=1).items] == [
        ("access_refused", "obi", "control")
    ]
    assert OpenChannel.objects.count() == 0


def test_one_sees_and_closes_ones_own_and_keepers_all(session, ben):
    leader = person_named("leader-mx2341")
    his, hers = opened(ben, session), opened(leader, session)
    assert [c.code for c in channels_in(ben, session.code, utc_now())] == [his.code]
    assert {c.code for c in channels_in(leader, session.code, utc_now())} == {his.code, hers.code}
    for code in (hers.code, "no such code!", "c-unknown"):
        with pytest.raises(NotFound):
            close_channel_for(ben, session_code=session.code, channel_code=code, now=utc_now())
    close_channel_for(leader, session_code=session.code, channel_code=his.code, now=utc_now())
    close_channel_for(leader, session_code=session.code, channel_code=hers.code, now=utc_now())
    assert dict(OpenChannel.objects.values_list("code", "ending")) == {his.code: "closed", hers.code: "left"}


def test_what_is_read_in_a_closed_session_is_seen_and_closed_by_staff(session, ben):
    his = opened(ben, session, ChannelKind.DOWNLOADS)
    for state in (SessionState.ENDED, SessionState.CLOSED):
        change_state(session=session, to=state)
    lena = make_person("lena", "beamline_scientist", beamline="sim1")
    elsewhere = make_person("egon", "beamline_scientist", beamline="sim2")
    assert [c.code for c in channels_in(lena, session.code, utc_now())] == [his.code]
    with pytest.raises(NotFound):
        channels_in(elsewhere, session.code, utc_now())
    close_channel_for(lena, session_code=session.code, channel_code=his.code, now=utc_now())
    assert closed_among({his.code}) == {his.code: Ending.CLOSED}


def test_all_of_one_person_or_all_that_are_ones_own_are_closed(session, ben):
    leader = person_named("leader-mx2341")
    for person in (ben, ben, leader):
        opened(person, session)
    assert close_channels(session=session.code, by=leader, person=ben, now=utc_now()) == 2
    opened(ben, session)
    assert close_channels(session=session.code, by=ben, now=utc_now()) == 1
    assert [c.username for c in open_channels_of(leader.pk)] == ["leader-mx2341"]
    assert close_channels(session=session.code, by=leader, now=utc_now()) == 1


def test_what_a_key_opened_ends_with_it(session, ben):
    opened(ben, session, opened_with="k-1")
    kept = opened(ben, session, opened_with="k-2")
    assert close_opened_with("k-1", now=utc_now()) == 1
    assert [c.code for c in open_channels_of(ben.pk)] == [kept.code]


def test_the_lost_are_closed_and_the_old_forgotten(session, ben):
    lost, kept = opened(ben, session), opened(ben, session)
    OpenChannel.objects.filter(code=lost.code).update(seen_at=utc_now() - timedelta(minutes=2))
    assert keep_channels(now=utc_now()) == 1
    assert closed_among({lost.code, kept.code, "c-gone"}) == {lost.code: Ending.LOST, "c-gone": Ending.CLOSED}
    assert keep_channels(now=utc_now()) == 0
    OpenChannel.objects.filter(code=lost.code).update(closed_at=utc_now() - timedelta(days=31))
    keep_channels(now=utc_now())
    assert list(OpenChannel.objects.values_list("code", flat=True)) == [kept.code]


@pytest.mark.parametrize(
    ("change", "ending"),
    [
        ({}, None),
        ({"closed": {"c": Ending.CLOSED}}, Ending.CLOSED),
        ({"active": ()}, Ending.LOCKED),
        ({"signed_out": {"c"}}, Ending.SIGNED_OUT),
    ],
)
def test_what_ends_a_channel_without_the_policy(change, ending):
    seen = Seen(**{"rights": {"s": 3}, "active": {1}, **change})
    now = utc_now()
    asked = {"code": "c", "session": "s", "person_id": 1, "now": now}
    assert ending_of(seen, **asked, rights=3, until=None) is ending
    if ending is None:
        assert ending_of(seen, **asked, rights=3, until=now + timedelta(seconds=1)) is None
        assert ending_of(seen, **asked, rights=3, until=now) is Ending.TIME
        assert ending_of(seen, **asked, rights=2, until=now) is None  # it may have been extended: ask anew
        assert [must_be_asked_anew(seen, session=s, rights=3) for s in ("s", "other")] == [False, True]


def test_what_the_policy_says_ends_a_channel():
    now, no = utc_now(), Verdict(allowed=False)
    late = Verdict(allowed=False, reasons=(Objection(message="It is over."),))
    assert ending_by(Verdict(allowed=True), was_until=None, now=now) is None
    assert ending_by(no, was_until=now, now=now) is Ending.RIGHTS
    assert [ending_by(late, was_until=until, now=now) for until in (None, now)] == [Ending.RIGHTS, Ending.TIME]


def test_every_kind_and_ending_has_words():
    assert [len({one.label for one in kinds}) for kinds in (ChannelKind, Ending)] == [len(ChannelKind), len(Ending)]


def test_what_died_before_the_clock_was_set_back_is_not_open_for_an_hour_more(session, ben):
    lost, kept = opened(ben, session), opened(ben, session)
    OpenChannel.objects.filter(code=lost.code).update(seen_at=utc_now() + timedelta(hours=1))
    assert keep_channels(now=utc_now()) == 1
    assert closed_among({lost.code, kept.code}) == {lost.code: Ending.LOST}
