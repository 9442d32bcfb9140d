"""Making a facility what its file says: one transaction, through the doors of the contexts.

What is there and says the same stays untouched, so a second load changes nothing and publishes nothing. A facility file
adds and defines; titles, hazards and comments that people entered since are kept as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from farlight.beamlines.public import define_beamline
from farlight.config.facility.description import BeamlineEntry, InstituteEntry, PersonEntry
from farlight.config.facility.faults import Fault
from farlight.config.facility.groups import load_proposal
from farlight.config.facility.positions import Path
from farlight.config.facility.reading import FacilityFile
from farlight.config.facility.samples import load_facility_container
from farlight.config.facility.schedule import let_move_ahead, load_session
from farlight.kernel.errors import FarlightError, Invalid, Objection
from farlight.notebooks.public import define_notebooks
from farlight.passports.public import define_services
from farlight.people.public import (
    correct_person,
    define_security,
    define_sign_on,
    give_shared_password,
    person_named,
    register_institute,
    register_person,
    set_roles,
)
from farlight.people.types import Actor
from farlight.safety.public import define_trainings, knows_training, note_training
from farlight.samples.public import define_container_types, define_profiles, define_techniques
from farlight.shipping.public import define_shipping
from farlight.transfer.public import define_transfer

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass
class Load:
    """A load under way: what went wrong so far."""

    file: FacilityFile
    now: datetime
    follow_now: bool
    objections: list[Objection] = field(default_factory=list)

    def attempt(self, path: Path, step: Callable[[], None]) -> bool:
        """Do a step; when it is refused, note why, undo what it began, and return False."""
        try:
            with transaction.atomic():
                step()
        except Invalid as error:
            for objection in error.objections:
                self._note(path, objection.message, objection.mend)
        except FarlightError as error:
            self._note(path, error.message, "")
        else:
            return True
        return False

    def _note(self, path: Path, message: str, mend: str) -> None:
        self.objections.append(self.file.objection(Fault(path=path, message=message, mend=mend)))


@transaction.atomic
def load_facility(file: FacilityFile, *, now: datetime, follow_now: bool = False) -> None:
    """Make the facility what the file says.

    Parameters
    ----------
    file : FacilityFile
        The file.
    now : datetime
        The moment that relative times count from.
    follow_now : bool
        Whether sessions of relative times that are there already move along: one that contains ``now`` is made longer,
        one that lies ahead is moved. A demo that is started again the next day asks for this.

    Raises
    ------
    Invalid
        With everything that was refused; then nothing at all was changed.
    """
    load = Load(file=file, now=now, follow_now=follow_now, objections=_objections_to_place(file))
    facility = file.facility
    newcomers: list[str] = []
    load.attempt((), lambda: _load_container_types(file))
    load.attempt((), lambda: _load_techniques(file))
    load.attempt((), lambda: _load_profiles(file))
    for number, institute in enumerate(facility.institute):
        load.attempt(("institute", number), lambda entry=institute: _load_institute(entry))  # type: ignore[misc]
    load.attempt(("training",), lambda: define_trainings(facility.training))
    for number, beamline in enumerate(facility.beamline):
        load.attempt(("beamline", number), lambda entry=beamline: _load_beamline(entry))  # type: ignore[misc]
    for number, person in enumerate(facility.person):
        load.attempt(("person", number), lambda entry=person: _load_person(load, entry, newcomers))  # type: ignore[misc]
    _load_rules(load)
    for number, container in enumerate(facility.container):
        step = lambda entry=container: load_facility_container(entry)  # noqa: E731
        load.attempt(("container", number), step)
    for number, proposal in enumerate(facility.proposal):
        load.attempt(("proposal", number), lambda entry=proposal: load_proposal(entry, now=now))  # type: ignore[misc]
    _load_sessions(load)
    if load.objections:
        raise Invalid(load.objections)
    _give_demo_password(file, newcomers)


def _load_rules(load: Load) -> None:
    """What is asked of people who come in; what counts in the stores, and for files that leave."""
    shipping, transfer = load.file.facility.shipping, load.file.facility.transfer
    load.attempt(("security",), lambda: define_security(policy=load.file.facility.security.policy()))
    providers = [entry.definition() for entry in load.file.facility.sign_on]
    load.attempt(("sign_on",), lambda: define_sign_on(providers=providers))
    load.attempt(("service",), lambda: _define_services(load.file))
    load.attempt(("notebooks",), lambda: define_notebooks(definition=load.file.facility.notebooks))
    if shipping is not None:
        load.attempt(("shipping",), lambda: define_shipping(shipping.definition(), now=load.now))
    if transfer is not None:
        load.attempt(("transfer",), lambda: define_transfer(definition=transfer))


def _define_services(file: FacilityFile) -> None:
    define_services(services=file.facility.service, secrets=settings.FARLIGHT_SERVICE_SECRETS)


def _load_sessions(load: Load) -> None:
    """Schedule; when a session is refused, those after it of the same proposal would only get the wrong numbers."""
    entries = list(enumerate(load.file.facility.session))
    for number, session in reversed(entries if load.follow_now else []):
        load.attempt(("session", number), lambda entry=session: let_move_ahead(entry, load))  # type: ignore[misc]
    stuck: set[str] = set()
    for number, session in entries:
        step = lambda entry=session: load_session(entry, load)  # noqa: E731
        if session.proposal not in stuck and not load.attempt(("session", number), step):
            stuck.add(session.proposal)


def _objections_to_place(file: FacilityFile) -> list[Objection]:
    """A file for another time zone, or a demo where everybody can reach it, is not for this installation."""
    facility, found = file.facility, []
    if facility.facility.time_zone != settings.TIME_ZONE:
        message = f"This installation runs in {settings.TIME_ZONE}."
        mend = f"Start it with FARLIGHT_TIME_ZONE={facility.facility.time_zone}, or correct the file."
        found.append(Fault(path=("facility", "time_zone"), message=message, mend=mend))
    host = settings.DEPLOYMENT.web.host
    if facility.demo is not None and host not in LOOPBACK:
        message = f"A demo, whose password everybody knows, does not belong on a site that listens on {host}."
        found.append(Fault(path=("demo",), message=message, mend="Take the part [demo] out, or listen on 127.0.0.1."))
    return [file.objection(fault) for fault in found]


def _load_container_types(file: FacilityFile) -> None:
    define_container_types(types=file.container_types)


def _load_techniques(file: FacilityFile) -> None:
    define_techniques(techniques=file.techniques)


def _load_profiles(file: FacilityFile) -> None:
    define_profiles(profiles=file.profiles)


def _load_institute(entry: InstituteEntry) -> None:
    register_institute(name=entry.name, country=entry.country, ror_id=entry.ror)


def _load_beamline(entry: BeamlineEntry) -> None:
    define_beamline(definition=entry)


def _load_person(load: Load, entry: PersonEntry, newcomers: list[str]) -> None:
    named = {i.name: i for i in load.file.facility.institute}
    home = named.get(entry.institute)
    institute = register_institute(name=home.name, country=home.country, ror_id=home.ror) if home else None
    person = person_named(entry.login)
    if person is None:
        person = register_person(
            username=entry.login,
            email=entry.email,
            given_name=entry.given_name,
            family_name=entry.family_name,
            institute=institute,
            orcid=entry.orcid,
        )
        newcomers.append(entry.login)
    correct_person(
        person=person,
        email=entry.email,
        given_name=entry.given_name,
        family_name=entry.family_name,
        institute=institute,
        orcid=entry.orcid,
    )
    set_roles(person=person, roles=entry.roles)
    _load_trainings(load, person, entry)


def _load_trainings(load: Load, person: Actor, entry: PersonEntry) -> None:
    """What ends so long from now is written down the first time, and again only by a demo that is started anew."""
    for training, until in entry.trainings.items():
        if not until.is_relative or load.follow_now or not knows_training(person, training):
            end = until.at(load.now, load.file.facility.zone)
            note_training(person=person, training=training, until=end, now=load.now)


def _give_demo_password(file: FacilityFile, newcomers: list[str]) -> None:
    demo = file.facility.demo
    if demo is None or not newcomers:
        return
    people = [person for login in newcomers if (person := person_named(login)) is not None]
    give_shared_password(people=people, password=demo.password)
