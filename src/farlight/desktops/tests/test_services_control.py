import pytest

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamtime.public import remove_team_member
from farlight.bus.public import entries_after
from farlight.desktops.public import ask_for_control, desktop_sight, give_control, lay_down_control, take_control
from farlight.desktops.services.lives import close_desktop, end_desktop
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.desktops.types import Named
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import define_security
from farlight.people.types import Credential, SecurityPolicy, StepUpAction

WHERE = {"session": CODE, "name": "control-room"}


def ask(person):
    return ask_for_control(**WHERE, by=person, now=utc_now())


def give(person, to):
    return give_control(**WHERE, to=to, by=person, now=utc_now())


def take(person, reason="The motor runs"):
    return take_control(**WHERE, reason=reason, by=person, now=utc_now())


def lay_down(person):
    return lay_down_control(**WHERE, by=person, now=utc_now())


def holder(person):
    found = desktop_sight(person, CODE, "control-room", now=utc_now()).desktop.holder
    return found.username if found else None


def passed():
    """Every hand-over, as the log tells it."""
    bodies = [e.body for e in entries_after(CODE, 0, limit=100) if e.kind == "control-passed"]
    return [(b["before"], b["holder"], b["how"], b["reason"]) for b in bodies]


def test_whoever_starts_it_has_control_and_gives_it_to_who_asks(ada, bela):
    make_desktop(ada)
    assert ask(bela).asking == (Named(username="bela", full_name="Bela Tester"),)
    ask(bela)
    assert give(ada, "bela").holder == Named(username="bela", full_name="Bela Tester")
    sight = desktop_sight(bela, CODE, "control-room", now=utc_now())
    assert (sight.desktop.is_mine, sight.desktop.asking, sight.role) == (True, (), "operator")
    assert passed() == [("", "Ada Tester", "started", ""), ("Ada Tester", "Bela Tester", "given", "")]
    assert [e.kind for e in entries_after(CODE, 0, limit=100)].count("control-asked") == 1


def test_it_never_passes_by_itself(ada, bela):
    make_desktop(ada)
    ask(bela)
    lay_down(ada)
    assert holder(bela) is None
    assert desktop_sight(bela, CODE, "control-room", now=utc_now()).asks
    ask(bela)
    assert holder(ada) == "bela"
    assert passed()[1:] == [("Ada Tester", "", "laid down", ""), ("", "Bela Tester", "picked up", "")]


def test_staff_take_it_with_a_reason(ada, bela, lena):
    make_desktop(ada)
    with pytest.raises(Invalid, match="There is no reason"):
        take(lena, " ")
    with pytest.raises(Invalid, match="At most 300 characters"):
        take(lena, "x" * 301)
    with pytest.raises(NotAllowed):
        take(bela)
    take(lena)
    assert passed()[-1] == ("Ada Tester", "Lena Tester", "taken", "The motor runs")
    with pytest.raises(Invalid, match="You have control already"):
        take(lena)


def test_who_only_looks_on_gets_nothing(ada, olga, rolf):
    make_desktop(ada)
    with pytest.raises(NotAllowed):
        ask(olga)
    with pytest.raises(Invalid, match="olga may not control this session now"):
        give(ada, "olga")
    with pytest.raises(Invalid, match="You do not have control"):
        give(olga, "ada")
    with pytest.raises(Invalid, match="nobody-there may not control"):
        give(ada, "nobody-there")
    with pytest.raises(Invalid, match="You do not have control"):
        lay_down(olga)
    for act in (ask, take, lay_down, lambda person: give(person, "rolf")):
        with pytest.raises(NotFound):
            act(rolf)
    assert holder(ada) == "ada"


def test_where_hands_need_a_factor_control_is_given_to_who_asked_with_theirs(ada, bela):
    make_desktop(ada)
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.REMOTE_CONTROL})))
    with pytest.raises(Invalid, match="bela has not asked for control"):
        give(ada, "bela")
    with pytest.raises(NotAllowed, match="needs a second factor"):
        ask_for_control(**WHERE, by=bela, now=utc_now(), credential=Credential(login="k"))
    with pytest.raises(Invalid, match="bela has not asked for control"):
        give(ada, "bela")
    ask(bela)
    give(ada, "bela")
    assert (holder(ada), [how for _, _, how, _ in passed()]) == ("bela", ["started", "given"])


def test_what_one_has_cannot_be_asked_for(ada):
    make_desktop(ada)
    with pytest.raises(Invalid, match="You have control already"):
        ask(ada)


def test_with_the_desktop_control_is_over(ada, bela):
    row = make_desktop(ada)
    ask(bela)
    close_desktop(**WHERE, reason="Done", by=ada, now=utc_now())
    end_desktop(code=row.code, now=utc_now())
    assert passed()[-1] == ("Ada Tester", "", "ended", "")
    with pytest.raises(Invalid, match="not open any more"):
        ask(bela)


def test_nobody_loses_what_nobody_had_when_the_desktop_ends(ada):
    row = make_desktop(ada)
    lay_down(ada)
    end_desktop(code=row.code, now=utc_now())
    assert passed() == [("", "Ada Tester", "started", ""), ("Ada Tester", "", "laid down", "")]


def test_every_change_is_in_the_record_of_acts(ada, bela, lena):
    make_desktop(ada)
    give(ada, "bela")
    take(lena)
    found = [r for r in records().items if r.kind is AuditKind.CONTROL_PASSED]
    assert [(r.by, r.about, r.details["how"]) for r in reversed(found)] == [
        ("ada", "ada", "started"),
        ("ada", "bela", "given"),
        ("lena", "lena", "taken"),
    ]


def test_who_left_the_team_still_holds_but_operates_nothing(session, ada, bela):
    make_desktop(ada)
    give(ada, "bela")
    remove_team_member(session=session, person=bela)
    assert holder(ada) == "bela"
    with pytest.raises(NotFound):
        desktop_sight(bela, CODE, "control-room", now=utc_now())
