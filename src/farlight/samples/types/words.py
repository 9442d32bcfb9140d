"""The words of samples: what there may be of each."""

from enum import StrEnum


class Hazard(StrEnum):
    """How dangerous a substance is, as the safety group sees it."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def rank(self) -> int:
        """0 for green, 1 for yellow, 2 for red."""
        return list(Hazard).index(self)


class SubstanceKind(StrEnum):
    """What sort of thing a substance is."""

    PROTEIN = "protein"
    NUCLEIC_ACID = "nucleic_acid"
    COMPLEX = "complex"
    SMALL_MOLECULE = "small_molecule"
    LIGAND = "ligand"
    BUFFER = "buffer"
    POLYMER = "polymer"
    POWDER_PHASE = "powder_phase"
    METAL = "metal"
    DEVICE = "device"
    TISSUE = "tissue"
    ORGANISM = "organism"
    GAS = "gas"
    JET_MEDIUM = "jet_medium"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind, as people say it."""
        return {"metal": "metal or alloy"}.get(self.value, self.value.replace("_", " "))


class Origin(StrEnum):
    """Whether something comes from a living being, and from which sort."""

    NONE = ""
    HUMAN = "human"
    ANIMAL = "animal"
    OTHER = "other"


class ProfileState(StrEnum):
    """Where a hazard profile is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


class Decision(StrEnum):
    """How a hazard profile came by its approval."""

    NONE = ""
    PERSON = "person"
    ITSELF = "itself"
    """Nothing that matters differs from what the safety group approved before."""
    FACILITY_FILE = "facility_file"


class SampleRole(StrEnum):
    """What a sample is measured for; the words of NeXus follow from it."""

    SAMPLE = "sample"
    CALIBRANT = "calibrant"
    BLANK = "blank"
    BUFFER = "buffer"
    CAN = "can"
    BACKGROUND = "background"
    NORMALISATION = "normalisation"

    @property
    def nexus_type(self) -> str:
        """The nearest word of ``NXsample``'s ``type``."""
        words = {"calibrant": "calibration sample", "normalisation": "normalisation sample", "background": "can"}
        return words.get(self.value, {"blank": "can"}.get(self.value, self.value))


class RelationKind(StrEnum):
    """How a sample came out of another one."""

    ALIQUOT = "aliquot"
    CRYSTAL_OF = "crystal_of"
    LAMELLA_OF = "lamella_of"
    SOAKED_WITH = "soaked_with"
    MILLED = "milled"
    MIXTURE = "mixture"
    THERMAL_TREATMENT = "thermal_treatment"


class SpecimenState(StrEnum):
    """Where a physical piece is on its way from home to the beam and back."""

    DECLARED = "declared"
    APPROVED = "approved"
    REFUSED = "refused"
    PACKED = "packed"
    IN_TRANSIT = "in_transit"
    ON_SITE = "on_site"
    STORED = "stored"
    LOADED = "loaded"
    MOUNTED = "mounted"
    MEASURED = "measured"
    UNLOADED = "unloaded"
    RETURNING = "returning"
    RETURNED = "returned"
    DISPOSED = "disposed"
    LOST = "lost"
    DAMAGED = "damaged"
    CONSUMED = "consumed"

    @property
    def label(self) -> str:
        """The state, as people say it."""
        return self.value.replace("_", " ")


class Condition(StrEnum):
    """What is wrong with a physical piece, whatever its state."""

    WARM = "warm"
    CRACKED = "cracked"
    LEAKED = "leaked"
    ACTIVATED = "activated"
    CONTAMINATED = "contaminated"


class Disposition(StrEnum):
    """What becomes of a physical piece afterwards."""

    RETURN = "return"
    KEEP = "keep"
    DISPOSE = "dispose"


class Mount(StrEnum):
    """What a physical piece is fixed to; a slot says which of them it accepts."""

    PIN = "pin"
    GRID = "grid"
    CAPILLARY = "capillary"
    KAPTON_BASE = "kapton_base"
    TUBE = "tube"
    CELL = "cell"
    STUB = "stub"
    CHIP = "chip"
    SLIDE = "slide"
    DROP = "drop"
    FREE = "free"


class Outline(StrEnum):
    """The shape of a container, seen from above."""

    CIRCLE = "circle"
    RECT = "rect"
