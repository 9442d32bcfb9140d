"""What a beamline is, as the facility file says it and as other contexts see it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class DetectorSummary:
    """A pixel detector."""

    name: str
    """As it appears in files: ``EIGER2 1M (simulated)``."""
    shape: tuple[int, int]
    """Pixels: slow, fast."""
    pixel_size_mm: float
    min_distance_mm: float
    max_distance_mm: float
    max_rate_hz: float
    """Frames a second, at most."""
    bit_depth: int = 16


@dataclass(frozen=True, kw_only=True)
class CollectionLimits:
    """What may be asked of a beamline."""

    min_energy_ev: float
    max_energy_ev: float
    min_exposure_time_s: float
    max_exposure_time_s: float = 10.0
    max_images: int = 3600
    min_width_deg: float = 0.01
    max_width_deg: float = 2.0
    max_hazard: str = "yellow"
    """Most hazardous sample that is taken: green, yellow or red."""


@dataclass(frozen=True, kw_only=True)
class CollectionDefaults:
    """What the form of a rotation proposes."""

    start_deg: float = 0.0
    width_deg: float = 0.5
    images: int = 180
    exposure_time_s: float = 0.02
    energy_ev: float = 12658.0
    transmission_frac: float = 1.0
    detector_distance_mm: float = 130.0


@dataclass(frozen=True, kw_only=True)
class EngineSettings:
    """Which devices the acquisition engine of the beamline loads."""

    devices: str
    """Dotted name of the factory: ``farlight.simulator.beamline:build``."""
    options: dict[str, str | int | float | bool] = field(default_factory=dict)
    """Handed to the factory."""


@dataclass(frozen=True, kw_only=True)
class PipelineDefinition:
    """A way to process the beamline's images."""

    code: str
    """Short name in folders and addresses: ``dials-thorough``."""
    name: str
    """What people choose it by."""
    options: dict[str, str | int | float] = field(default_factory=dict)
    """What it asks of DIALS: ``speed`` (fast or thorough), ``beam_search`` (auto, always or never), ``d_min_angstrom``,
    ``space_group``, ``max_cell_angstrom``, ``first_image``, ``last_image`` and ``processors``."""


class CameraKind(StrEnum):
    """How a camera's pictures are had."""

    MJPEG = "mjpeg"
    """By HTTP, as JPEG after JPEG (``multipart/x-mixed-replace``): most network cameras can do that."""
    RTSP = "rtsp"
    """By RTSP, in whatever way they are packed: ffmpeg unpacks them."""
    SIMULATED = "simulated"
    """Drawn by a function."""


@dataclass(frozen=True, kw_only=True)
class CameraDefinition:
    """A camera that looks at a beamline."""

    code: str
    """Short name in addresses: ``hutch``."""
    name: str
    """What people call it: Hutch, Sample, Robot."""
    kind: CameraKind
    address: str
    """``http://…``, ``https://…``, ``rtsp://…``, or a function's dotted name: ``farlight.simulator.cameras:hutch``."""
    login_file: str = ""
    """Path of a file with ``user:password`` for the camera; empty when it asks for none."""
    max_rate_hz: float = 10.0
    """Pictures a second for a viewer, at most."""
    max_width_px: int = 1280
    """Wider pictures are made smaller."""


class ClipboardPolicy(StrEnum):
    """Which way texts may be copied between a desktop and whoever has control of it."""

    NONE = "none"
    IN = "in"
    OUT = "out"
    BOTH = "both"

    @property
    def lets_in(self) -> bool:
        """Whether texts go to the desktop."""
        return self in {ClipboardPolicy.IN, ClipboardPolicy.BOTH}

    @property
    def lets_out(self) -> bool:
        """Whether texts come from the desktop."""
        return self in {ClipboardPolicy.OUT, ClipboardPolicy.BOTH}


class DesktopHome(StrEnum):
    """Where a desktop is."""

    LOCAL = "local"
    """Started on the machine of ``farlight desktops``."""
    SLURM = "slurm"
    """Started as a job of Slurm."""
    ADDRESS = "address"
    """There already, at an address."""
    GUACAMOLE = "guacamole"
    """There already, reached through a Guacamole server."""


@dataclass(frozen=True, kw_only=True)
class ClusterPlace:
    """What a desktop that is a job of Slurm asks of the cluster."""

    partition: str = ""
    """While empty, the cluster's usual one."""
    cpus: int = 2
    memory_gib: int = 8
    hours: int = 8
    """The longest that it runs; then the cluster ends it."""
    folder: str = ""
    """A folder that the nodes and the machines of ``farlight desktops`` and ``farlight web`` see under this path; while
    empty, ``desktops`` in the state folder. The account of ``farlight desktops`` writes there; nobody else reads."""
    options: tuple[str, ...] = ()
    """More options of ``sbatch``, each a word of its own: ``--account=mx``, ``--gres=gpu:1``."""


@dataclass(frozen=True, kw_only=True)
class GuacdAddress:
    """Where a Guacamole server (its daemon, `guacd`) listens."""

    address: str
    """``host:4822``."""
    tls: bool = False
    """Whether the line to it is encrypted; without, whoever is on the network between reads passwords and screens."""
    authority_file: str = ""
    """Path of the certificate by which `guacd` is known; while empty, those that this machine trusts."""


class GuacamoleProtocol(StrEnum):
    """How a Guacamole server speaks to a computer."""

    VNC = "vnc"
    RDP = "rdp"
    SSH = "ssh"


@dataclass(frozen=True, kw_only=True)
class GuacamolePlace:
    """A desktop that a Guacamole server reaches for us."""

    guacd: GuacdAddress
    """Where the server listens."""
    protocol: GuacamoleProtocol
    """How the server speaks to the desktop."""
    parameters: dict[str, str] = field(default_factory=dict)
    """Guacamole's parameters of the connection: ``hostname``, ``port``, ``username``, ``security`` …"""
    secret_files: dict[str, str] = field(default_factory=dict)
    """Parameters that stand in files, by name: ``password = "/run/secrets/microscope"``. No browser ever gets them."""


@dataclass(frozen=True, kw_only=True)
class DesktopDefinition:
    """A desktop that sessions of a beamline may have."""

    code: str
    """Short name in addresses: ``control-room``."""
    name: str
    """What people call it."""
    program: tuple[str, ...] = ()
    """What is started on it, with its arguments: ``{beamline}`` and ``{session}`` stand for their codes, ``{python}``
    for the interpreter that Farlight runs by. It runs as the account of ``farlight desktops``: give no shell away."""
    width_px: int = 1280
    height_px: int = 800
    max_rate_hz: int = 30
    """Frames a second, at most."""
    clipboard: ClipboardPolicy = ClipboardPolicy.BOTH
    address: str = ""
    """``host:5900`` of a VNC server that is there already, such as an instrument's PC; empty for one to be started."""
    password_file: str = ""
    """Path of a file with the password of that server."""
    slurm: ClusterPlace | None = None
    """What it asks of the cluster when it is a job of Slurm."""
    guacamole: GuacamolePlace | None = None
    """How a Guacamole server reaches it."""

    @property
    def home(self) -> DesktopHome:
        """Where it is."""
        if self.guacamole is not None:
            return DesktopHome.GUACAMOLE
        if self.address:
            return DesktopHome.ADDRESS
        return DesktopHome.LOCAL if self.slurm is None else DesktopHome.SLURM


@dataclass(frozen=True, kw_only=True)
class ComputerDefinition:
    """A computer of a beamline that people reach by SSH through the gateway, while their lease lives."""

    name: str
    """What people call it in `ssh -J gateway NAME`: ``i03-control``."""
    port: int = 22
    """Port of its SSH server; people ask for exactly this one."""
    address: str = ""
    """What the gateway connects to: a host name, numbers, or a function's dotted name that plays a computer
    (``farlight.simulator.computer:serve``); while empty, the name."""
    jump: bool = True
    """Whether people may jump to it, with accounts of their own there."""
    login: str = ""
    """Account there under which the gateway opens shells for people; while empty, it opens none."""
    key_file: str = ""
    """Path of the gateway's private key for that account; beside it may lie its certificate, `…-cert.pub`."""
    host_key: str = ""
    """Line of the computer's public host key (`/etc/ssh/ssh_host_ed25519_key.pub`): nobody can pretend to be it."""
    recorded: bool = True
    """Whether shells that the gateway opens there are recorded; people are told at the start."""


@dataclass(frozen=True, kw_only=True)
class BeamlineDefinition:
    """A beamline, as the facility file describes it."""

    code: str
    """Short name in addresses and folders: ``i03``, ``sim1``."""
    name: str
    technique: str
    """In words: macromolecular crystallography."""
    panet: str = ""
    """Identifier of the technique in the PaNET ontology: ``PaNET01172``."""
    detector: DetectorSummary
    limits: CollectionLimits
    defaults: CollectionDefaults = field(default_factory=CollectionDefaults)
    engine: EngineSettings
    collections: tuple[str, ...] = ("rotation",)
    """What its engine can do: rotation, screening, grid, powder, edge_scan, fluorescence, scan, wash, anneal."""
    pipelines: tuple[str, ...] = ("dials",)
    """Codes of the offered ones that start by themselves when a run ends."""
    pipelines_offered: tuple[PipelineDefinition, ...] = (PipelineDefinition(code="dials", name="DIALS, fast"),)
    """Ways to process that people may choose from."""
    time_zone: str = ""
    """IANA name; while empty, the facility's."""
    changer: str = ""
    """Name of the facility's container that is its sample changer; empty when samples are mounted without one."""
    cameras: tuple[CameraDefinition, ...] = ()
    """What one may look through, in the order in which it is shown."""
    computers: tuple[ComputerDefinition, ...] = ()
    """What people reach by SSH through the gateway."""
    desktops: tuple[DesktopDefinition, ...] = ()
    """What sessions may have on the beamline's screens."""
    trainings: tuple[str, ...] = ()
    """Codes of the trainings that people need who work there, whether they come or stay away."""


@dataclass(frozen=True, kw_only=True)
class BeamlineSummary(BeamlineDefinition):
    """A beamline that the facility has."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""


ChannelValue = float | str | bool | None
"""What a channel may say."""


@dataclass(frozen=True, kw_only=True)
class ChannelReading:
    """The last known value of a channel."""

    channel: str
    """Its name, with its unit: ``ring_current_ma``."""
    value: ChannelValue
    changed_at: datetime
    """Since when it has this value."""
    heard_at: datetime
    """When the beamline was last heard of."""


@dataclass(frozen=True, kw_only=True)
class WrittenReading:
    """A reading, ready to be shown."""

    channel: str
    word: str
    """What it is called."""
    written: str
    until: str
    """The moment that is counted down to, ISO 8601; empty for others."""
    needs_a_look: bool
    """Whether somebody should look at it: there is no beam so, or the sample gets warm."""
    changed_at: datetime
