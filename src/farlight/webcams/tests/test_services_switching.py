import pytest

from farlight.bus.public import entries_after
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.leases.public import lease_of, open_channel
from farlight.leases.types import ChannelKind
from farlight.webcams.access import camera_for
from farlight.webcams.public import camera_wall, switch_cameras
from farlight.webcams.types import SwitchState

pytestmark = pytest.mark.django_db


def switch(session, by, to=SwitchState.OFF, reason="A visit"):
    return switch_cameras(session=session.code, to=to, reason=reason, by=by, now=utc_now())


def test_staff_put_all_cameras_out_and_everybody_reads_why(session, ada, scientist):
    switch(session, scientist)
    wall = camera_wall(ada, session.code, now=utc_now())
    assert (wall.switch.state, wall.switch.reason, wall.switch.by) == ("off", "A visit", "Lena Tester")
    with pytest.raises(Conflict, match="Lena Tester switched the cameras off: A visit"):
        camera_for(ada, session.code, "hutch", utc_now())
    last = entries_after(session.code, 0, limit=100)[-1]
    assert (last.kind, last.by, last.body["state"]) == ("cameras-switched", "lena", "off")
    switch(session, scientist, SwitchState.ON, "")
    assert camera_for(ada, session.code, "hutch", utc_now())[1].name == "Hutch"


@pytest.mark.parametrize(
    ("to", "reason", "objection"),
    [
        (SwitchState.OFF, "  ", "There is no reason. Say why, so that nobody worries."),
        (SwitchState.OFF, "x" * 201, "At most 200 characters fit."),
        (SwitchState.ON, "", "The cameras are on already."),
    ],
)
def test_what_speaks_against_a_turn(session, scientist, to, reason, objection):
    with pytest.raises(Invalid) as refusal:
        switch(session, scientist, to, reason)
    assert [str(o) for o in refusal.value.objections] == [objection]


def test_users_do_not_switch_and_rivals_find_nothing(session, ada, rival):
    with pytest.raises(NotAllowed):
        switch(session, ada)
    with pytest.raises(NotFound):
        switch(session, rival)


def test_who_may_look_through_what(session, ada, rival):
    assert camera_for(ada, session.code, "hutch", utc_now())[1].code == "hutch"
    with pytest.raises(NotFound, match="has no camera 'cellar'"):
        camera_for(ada, session.code, "cellar", utc_now())
    with pytest.raises(NotFound):
        camera_for(rival, session.code, "hutch", utc_now())


def test_while_they_are_off_the_lease_says_so_to_everybody_and_nobody_opens_one(session, ada, scientist):
    def webcam(person):
        return lease_of(person, session.code, utc_now()).channels[ChannelKind.WEBCAM]

    assert webcam(ada).allowed
    switch(session, scientist)
    said = Objection(
        message="Lena Tester switched the cameras off: A visit",
        mend="Ask whether they can be on again.",
        who="Lena Tester",
        link=f"/sessions/{session.code}/cameras/",
    )
    for person in (ada, scientist):
        assert (webcam(person).allowed, webcam(person).until, webcam(person).reasons) == (False, None, (said,))
    assert lease_of(ada, session.code, utc_now()).channels[ChannelKind.DESKTOP].allowed
    with pytest.raises(NotAllowed) as refusal:
        open_channel(person=ada, session_code=session.code, kind=ChannelKind.WEBCAM, now=utc_now())
    assert refusal.value.reasons == (said,)
    switch(session, scientist, SwitchState.ON, "")
    assert webcam(ada).allowed
