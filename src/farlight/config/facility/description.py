"""The form of a facility file. A key that does not exist is refused and named."""

from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic.dataclasses import dataclass

from farlight.beamlines.types import (
    BeamlineDefinition,
    CameraDefinition,
    CollectionDefaults,
    CollectionLimits,
    ComputerDefinition,
    DetectorSummary,
    EngineSettings,
    PipelineDefinition,
)
from farlight.beamtime.types import AccessMode, TeamRole
from farlight.config.facility.desktops import DesktopEntry
from farlight.config.facility.moments import Moment
from farlight.config.facility.notebooks import NotebooksEntry
from farlight.config.facility.parcels import FirstParcel, ShippingEntry
from farlight.config.facility.services import ServiceEntry
from farlight.config.facility.shells import FirstShell
from farlight.config.facility.sign_on import SignOnEntry
from farlight.config.facility.trainings import TrainingEntry
from farlight.config.facility.transfers import TransferEntry
from farlight.people.types import Role, RoleGrantSummary, SecurityPolicy, StepUpAction
from farlight.samples.types import Hazard, HazardDeclaration, SampleRole, SubstanceKind

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Section(BaseModel):
    """A part of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, arbitrary_types_allowed=True)


def _known_zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError("It is not a time zone; they look like Europe/Paris.")
    return name


def _role(text: object) -> RoleGrantSummary:
    role, _, beamline = str(text).partition("@")
    known = [one.value for one in Role if one is not Role.MACHINE]
    if role not in known:
        raise ValueError("It is not a role; there are " + ", ".join(known) + ", each of them also as role@beamline.")
    return RoleGrantSummary(role=Role(role), beamline=beamline)


TimeZone = Annotated[str, AfterValidator(_known_zone)]
When = Annotated[Moment, BeforeValidator(Moment.parse)]
Grant = Annotated[RoleGrantSummary, BeforeValidator(_role)]
Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
BeamlineCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")]
PipelineCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
SlotName = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
ProposalCode = Annotated[str, Field(pattern=r"^[a-z]{2,4}\d{1,8}$")]
SessionCode = Annotated[str, Field(pattern=r"^[a-z]{2,4}\d{1,8}-[1-9]\d{0,3}$")]


class Identity(Section):
    """What the facility calls itself and when its day begins."""

    name: Word
    """Name, as people say it."""
    time_zone: TimeZone = "Europe/Paris"
    """IANA name."""


class EarlierRun(Section):
    """A run that was measured before; it is looked at and processed when the demo starts."""

    session: str
    """Code of a session of this file."""
    sample: str
    """Name of a sample of the session's proposal."""
    images: str
    """Path of the master, or of the images with ``#`` for digits; everything in that folder is taken along."""
    detector: Word
    """Name of the detector."""
    started: When
    exposure_time_s: Annotated[float, Field(gt=0)]


class FirstCollection(Section):
    """Something that is queued when the demo starts, so that there is something to see."""

    session: str
    """Code of a session of this file that runs when the file is loaded."""
    sample: str
    """Name of a sample of the session's proposal."""
    angles_deg: tuple[float, ...] = ()
    """Single images at these angles; empty for what else is given."""
    rows: Annotated[int, Field(ge=0)] = 0
    columns: Annotated[int, Field(ge=0)] = 0
    """Cells of a grid about the beam."""
    step_um: Annotated[float, Field(gt=0)] = 20.0
    """Width and height of a cell."""
    edge: Annotated[str, StringConstraints(pattern=r"^([A-Z][a-z]? (K|L1|L2|L3))?$")] = ""
    """An edge scan: element and edge, such as ``Hg L3``."""
    spectrum: bool = False
    """Whether a fluorescence spectrum is taken."""
    exposure_time_s: Annotated[float, Field(gt=0)] | None = None
    """Of an image or a point; None is what the beamline proposes."""
    anneal_s: Annotated[float, Field(ge=0)] = 0.0
    """The sample is annealed for so long; 0 for what else is given."""
    note: str = ""
    """What the leader of the proposal writes down with it."""


class Demo(Section):
    """Makes the facility one to try out. A real facility file has no such part, and no passwords."""

    password: Annotated[str, StringConstraints(min_length=12)]
    """Password that everybody of the file signs on with."""
    run: tuple[EarlierRun, ...] = ()
    """Runs of sessions that are over."""
    collection: tuple[FirstCollection, ...] = ()
    """What is queued at the start, in sessions in which nothing was asked for yet."""
    parcel: tuple[FirstParcel, ...] = ()
    """Parcels that there are at the start, of proposals that have none yet."""
    shell: tuple[FirstShell, ...] = ()
    """Recorded shells that there are at the start, where none was recorded yet."""


class SecurityEntry(Section):
    """What is asked of people who come in, beside their password."""

    factor_for: tuple[Role, ...] = ()
    """Roles that must have a second factor, wherever they hold; who has none is led to set one up, and does nothing
    else before."""
    step_up: tuple[StepUpAction, ...] = ()
    """What asks for a second factor that was given within the last 15 minutes, of users too."""
    longest_token_days: Annotated[int, Field(ge=1, le=365)] = 365
    """For how long an access token may be made to count."""

    def policy(self) -> SecurityPolicy:
        """Return it as people know it."""
        return SecurityPolicy(
            roles=frozenset(self.factor_for),
            step_up=frozenset(self.step_up),
            longest_token_days=self.longest_token_days,
        )


class InstituteEntry(Section):
    """A university, laboratory or company."""

    name: Word
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2 code, in capitals."""
    ror: Annotated[str, Field(pattern=r"^(0[a-z0-9]{6}\d{2})?$")] = ""
    """Identifier in the Research Organization Registry, without the address."""


class PersonEntry(Section):
    """Somebody with an account."""

    login: Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,150}$")]
    given_name: Word
    family_name: Word
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    institute: str = ""
    """Name of an institute of this file."""
    orcid: Annotated[str, Field(pattern=r"^(\d{4}-\d{4}-\d{4}-\d{3}[\dX])?$")] = ""
    roles: tuple[Grant, ...] = ()
    """What the person is for the facility: ``local_contact`` or ``local_contact@sim1``; users have none."""
    trainings: dict[str, When] = Field(default_factory=dict)
    """Until when the trainings count that the person took, by code: ``{ radiation = "now+200d" }``."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class DetectorEntry(DetectorSummary):
    """A pixel detector."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class LimitsEntry(CollectionLimits):
    """What may be asked of a beamline."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class DefaultsEntry(CollectionDefaults):
    """What the form of a rotation proposes."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class EngineEntry(EngineSettings):
    """Which devices the engine of the beamline loads."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class PipelineEntry(PipelineDefinition):
    """A way to process the beamline's images; one beamline may have several."""

    code: PipelineCode


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class CameraEntry(CameraDefinition):
    """A camera that looks at the beamline; who may look through it is decided by the session."""

    code: BeamlineCode
    name: Word
    address: Annotated[str, Field(pattern=r"^((https?|rtsps?)://[^\s@/]+(/\S*)?|[A-Za-z_][\w.]*:\w+)$")]
    max_rate_hz: Annotated[float, Field(gt=0, le=60)] = 10.0
    max_width_px: Annotated[int, Field(ge=160, le=7680)] = 1280


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class ComputerEntry(ComputerDefinition):
    """A computer of the beamline that people reach by SSH through the gateway, while their lease lives."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
    port: Annotated[int, Field(ge=1, le=65535)] = 22
    address: Annotated[str, Field(pattern=r"^([A-Za-z_][\w.]*:[A-Za-z_]\w*|[A-Za-z0-9:.-]{0,253})$")] = ""
    login: Annotated[str, Field(pattern=r"^([a-z_][a-z0-9_.-]{0,31})?$")] = ""


_USUAL_PIPELINE = PipelineEntry(code="dials", name="DIALS, fast")


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class BeamlineEntry(BeamlineDefinition):
    """A beamline."""

    code: BeamlineCode
    detector: DetectorEntry
    limits: LimitsEntry
    defaults: DefaultsEntry = Field(default_factory=DefaultsEntry)
    engine: EngineEntry
    pipelines_offered: tuple[PipelineEntry, ...] = (_USUAL_PIPELINE,)
    time_zone: TimeZone = ""
    cameras: tuple[CameraEntry, ...] = ()
    computers: tuple[ComputerEntry, ...] = ()
    desktops: tuple[DesktopEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class HazardsEntry(HazardDeclaration):
    """What the group declares about the dangers of a substance; it is submitted, and waits for the safety group."""


class SubstanceEntry(Section):
    """What is measured."""

    acronym: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    """Unique within the proposal, whatever its capitals."""
    name: Word
    hazard: Hazard | Literal["open"] = Hazard.GREEN
    """A colour counts as approved by this file; ``open`` means that nobody approved anything yet."""
    kind: SubstanceKind = SubstanceKind.OTHER
    formula: str = ""
    """In the order of CIF."""
    molecular_weight_da: Annotated[float, Field(gt=0)] | None = None
    species: str = ""
    """Scientific name of the living being that it comes from."""
    hazards: HazardsEntry | None = None
    """A declaration that waits for the safety group."""


ContainerName = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
ContainerTypeCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class FacilityContainerEntry(Section):
    """A container of the facility: a sample changer, a rack, a puck that is lent."""

    name: ContainerName
    """What is engraved or printed on it: once among the facility's own."""
    type: ContainerTypeCode
    """Code of a type of containers: one that comes with Farlight, or of a file in ``containers`` beside this one."""
    barcode: str = ""
    """What a scanner reads, where that is not the name."""


class ContainerEntry(Section):
    """What samples sit in."""

    name: ContainerName
    """What is engraved or printed on it: once in the proposal."""
    type: ContainerTypeCode = "unipuck"
    """Code of a type of containers: one that comes with Farlight, or of a file in ``containers`` beside this one."""
    barcode: str = ""
    """What a scanner reads, where that is not the name."""
    lies_in: str = ""
    """Name of another container of the proposal, further up in this file, or of the facility."""
    slot: SlotName = ""
    """Name of the slot there."""

    @model_validator(mode="after")
    def _placed_wholly(self) -> Self:
        if (self.lies_in == "") != (self.slot == ""):
            raise ValueError("A place is a container and a slot: give both or neither.")
        return self


class SampleEntry(Section):
    """A prepared piece of a substance."""

    name: Word
    substance: str = ""
    """Acronym of a substance of the same proposal; empty for an empty can, a blank…"""
    technique: str = ""
    """Code of a technique; empty when its values follow none."""
    values: dict[str, str | bool | int | float] = Field(default_factory=dict)
    """By key of the technique's schema."""
    role: SampleRole = SampleRole.SAMPLE
    barcodes: tuple[str, ...] = ()
    """What a scanner reads on its physical piece."""
    beside: str = ""
    """Name of the sample that is measured beside it, further up in this file: its buffer, its empty can."""
    container: str = ""
    """Name of a container of the same proposal."""
    slot: SlotName = ""
    """Name of the slot in the container, as it is engraved there."""
    comment: str = ""

    @model_validator(mode="after")
    def _placed_wholly(self) -> Self:
        if (self.container == "") != (self.slot == ""):
            raise ValueError("A place is a container and a slot: give both or neither.")
        return self


class ProposalEntry(Section):
    """What a group wants to do, and what it brings."""

    code: ProposalCode
    title: Word
    principal_investigator: str
    """Login name."""
    members: tuple[str, ...] = ()
    """Login names of everybody else in the group."""
    substance: tuple[SubstanceEntry, ...] = ()
    container: tuple[ContainerEntry, ...] = ()
    sample: tuple[SampleEntry, ...] = ()


class TeamEntry(Section):
    """Somebody's part in a session."""

    person: str
    """Login name."""
    role: TeamRole = TeamRole.MEMBER


class SessionEntry(Section):
    """A proposal's time on a beamline."""

    code: SessionCode
    """The proposal's code, a dash, and 1, 2, 3 … in the order of the file."""
    beamline: str
    start: When
    end: When
    access_mode: AccessMode = AccessMode.REMOTE
    title: str = ""
    local_contact: str = ""
    """Login name."""
    team: tuple[TeamEntry, ...] = ()
    """Everybody but the principal investigator, who leads. Counts when the session is scheduled; later changes are made
    on the team's page."""

    @property
    def proposal(self) -> str:
        """Code of the proposal."""
        return self.code.partition("-")[0]


class Facility(Section):
    """The whole file."""

    facility: Identity
    demo: Demo | None = None
    security: SecurityEntry = SecurityEntry()
    sign_on: tuple[SignOnEntry, ...] = ()
    service: tuple[ServiceEntry, ...] = ()
    institute: tuple[InstituteEntry, ...] = ()
    training: tuple[TrainingEntry, ...] = ()
    person: tuple[PersonEntry, ...] = ()
    beamline: tuple[BeamlineEntry, ...] = ()
    shipping: ShippingEntry | None = None
    transfer: TransferEntry | None = None
    notebooks: NotebooksEntry | None = None
    container: tuple[FacilityContainerEntry, ...] = ()
    proposal: tuple[ProposalEntry, ...] = ()
    session: tuple[SessionEntry, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The facility's time zone."""
        return ZoneInfo(self.facility.time_zone)
