"""Who scans, who looks at the board, and whose parcels somebody moves."""

import pytest

from farlight.kernel.errors import NotFound
from farlight.people.public import lock_person, set_roles
from farlight.people.tests.factories import make_person
from farlight.people.types import Role, RoleGrantSummary
from farlight.shipping.access import mover_of, parties_of, scanning_parties, watches_stores
from farlight.shipping.domain.guards import Mover
from farlight.shipping.types import Party

pytestmark = pytest.mark.django_db
HANDLERS = {Role.STORES, Role.ADMINISTRATOR, Role.BEAMLINE_SCIENTIST, Role.LOCAL_CONTACT}


@pytest.mark.parametrize("role", list(Role))
def test_roles_scan_and_watch(role):
    person = make_person("somebody", role.value)
    parties = {Party.HANDLER} if role in HANDLERS else {Party.SAFETY} if role is Role.SAFETY else set()
    assert (parties_of(person), watches_stores(person)) == (
        parties,
        role not in {Role.DATA_MANAGER, Role.SECURITY_OFFICER},
    )


def test_who_left_or_has_no_role_neither_scans_nor_watches(ada):
    left = make_person("left", "stores")
    lock_person(person=left, reason="left")
    for person in (left, ada):
        assert (parties_of(person), watches_stores(person)) == (frozenset(), False)
        with pytest.raises(NotFound):
            scanning_parties(person)


def test_staff_of_a_beamline_move_what_is_for_it(session, stores, safety, ada, rival):
    own, both = make_person("olga"), make_person("bea")
    here = RoleGrantSummary(role=Role.BEAMLINE_SCIENTIST, beamline="sim1")
    set_roles(person=own, roles=(here, RoleGrantSummary(role=Role.SAFETY, beamline="sim7")))
    set_roles(person=both, roles=(here, RoleGrantSummary(role=Role.LOCAL_CONTACT, beamline="sim2")))
    sender, handler, reviewer = Party.SENDER, Party.HANDLER, Party.SAFETY
    movers = {one.username: mover_of(one, "mx2341") for one in (own, both, stores, safety, ada, rival)}
    assert movers == {
        "olga": Mover(parties=frozenset({sender, handler}), login="olga", beamlines=frozenset({"sim1"})),
        "bea": Mover(parties=frozenset({sender, handler}), login="bea", beamlines=frozenset({"sim1", "sim2"})),
        "sol": Mover(parties=frozenset({handler}), login="sol"),
        "saf": Mover(parties=frozenset({reviewer}), login="saf"),
        "ada": Mover(parties=frozenset({sender}), login="ada"),
        "rolf": Mover(parties=frozenset(), login="rolf"),
    }
