"""What people say of substances, samples and physical pieces: one frozen record each, checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from farlight.samples.types.words import Disposition, Mount, Origin, RelationKind, SampleRole, SubstanceKind


@dataclass(frozen=True, kw_only=True)
class SubstanceDetails:
    """What is known of a substance beside its acronym and name."""

    kind: SubstanceKind = SubstanceKind.OTHER
    formula: str = ""
    """Chemical formula in the order of CIF."""
    cas: str = ""
    """CAS Registry Number, such as ``7732-18-5``."""
    inchikey: str = ""
    smiles: str = ""
    sequence: str = ""
    """One-letter codes."""
    molecular_weight_da: float | None = None
    density_g_per_cm3: float | None = None
    origin: Origin = Origin.NONE
    species: str = ""
    """Scientific name of the living being that it comes from."""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class HazardDeclaration:
    """What is declared about the dangers of a substance."""

    h_codes: tuple[str, ...] = ()
    """Hazard statements of the GHS, such as ``H301`` or ``EUH032``."""
    pictograms: tuple[str, ...] = ()
    """Of the GHS: ``GHS01`` to ``GHS09``."""
    bio_group: int = 0
    """Risk group of a biological agent, 1 to 4; 0 when it is none."""
    gmo_class: int = 0
    """Class of contained use of a genetically modified organism, 1 to 4; 0 when it is none."""
    is_radioactive: bool = False
    isotope: str = ""
    """Such as ``U-238``."""
    activity_bq: float | None = None
    half_life_s: float | None = None
    is_exempt: bool = False
    """Below the limits of the law."""
    is_nano: bool = False
    """Loose nanoparticles."""
    is_cmr: bool = False
    """Causes cancer, changes genes, or harms unborn children."""
    is_pyrophoric: bool = False
    is_air_sensitive: bool = False
    is_moisture_sensitive: bool = False
    is_explosive: bool = False
    is_controlled: bool = False
    """Needs a licence to be brought in."""
    un_number: str = ""
    """Four digits."""
    un_class: str = ""
    packing_group: str = ""
    """I, II or III."""
    max_mass_mg: float | None = None
    """The largest amount that anybody will bring at once."""
    disposal: str = ""
    """What becomes of it afterwards."""
    handling: str = ""
    """What whoever opens the box must know."""
    is_harmless: bool = False
    """Said in so many words: none of the above, to the best of the group's knowledge."""


@dataclass(frozen=True, kw_only=True)
class ComponentDetails:
    """A substance in a sample, and how much of it."""

    acronym: str
    """Of a substance of the sample's proposal."""
    amount: float | None = None
    unit: str = ""
    ph: float | None = None
    ratio_frac: float | None = None


@dataclass(frozen=True, kw_only=True)
class ParentDetails:
    """Another sample that a sample came out of."""

    code: str
    kind: RelationKind


@dataclass(frozen=True, kw_only=True)
class SampleDetails:
    """What is known of a sample beside its name and substance."""

    role: SampleRole = SampleRole.SAMPLE
    technique: str = ""
    """Code of a technique; empty when the sample follows none."""
    schema_version: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    """By key of the technique's schema, which is checked by those who have it."""
    comment: str = ""
    components: tuple[ComponentDetails, ...] = ()
    storage_temperature_k: float | None = None
    shelf_life_until: date | None = None
    max_temperature_k: float | None = None
    dose_limit_mgy: float | None = None
    pid: str = ""
    """Persistent identifier, such as an IGSN."""
    import_key: str = ""
    """By what a sheet that comes again finds the sample."""


@dataclass(frozen=True, kw_only=True)
class SpecimenDetails:
    """What is known of a physical piece."""

    label: str = ""
    mount: Mount | None = None
    barcodes: tuple[str, ...] = ()
    disposition: Disposition = Disposition.RETURN
    keep_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContainerDetails:
    """What is known of a container beside its name and type."""

    barcode: str = ""
    is_registered: bool = False
    """Whether the facility knows it as a thing that comes again and again."""
