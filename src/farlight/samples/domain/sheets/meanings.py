"""What a column of a sheet can mean."""

from dataclasses import dataclass
from enum import StrEnum

from farlight.samples.domain.techniques import Field, FieldKind, Technique

VALUE = "value:"
"""Before the key of a technique's field: ``value:energy_ev``."""


class Target(StrEnum):
    """What a column can mean whatever the technique."""

    PARCEL = "parcel"
    OUTER = "outer"
    """The container that the container lies in: the puck of a grid box."""
    OUTER_TYPE = "outer_type"
    OUTER_SLOT = "outer_slot"
    CONTAINER = "container"
    CONTAINER_TYPE = "container_type"
    SLOT = "slot"
    ACRONYM = "acronym"
    SUBSTANCE = "substance"
    NAME = "name"
    BARCODE = "barcode"
    ROLE = "role"
    COMMENT = "comment"
    PROPOSAL = "proposal"
    PROPOSAL_LETTERS = "proposal_letters"
    PROPOSAL_NUMBER = "proposal_number"
    SESSION_NUMBER = "session_number"
    KEPT = "kept"
    """Given back as it came."""
    NOTHING = ""
    """Passed over."""


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """How a target is called."""

    label: str
    aliases: tuple[str, ...] = ()
    help: str = ""
    is_code: bool = False
    """Each letter counts: curly quotes and dashes become plain ones, and numbers are suspicious."""
    most_characters: int = 200


TARGETS: dict[Target, TargetWords] = {
    Target.PARCEL: TargetWords(
        label="Parcel",
        aliases=("parcel name", "dewar", "dewar code", "dewar name", "shipping dewar", "box", "colis"),
        help="What it travels in: a name of your own, such as Dewar 1.",
        is_code=True,
        most_characters=40,
    ),
    Target.OUTER: TargetWords(
        label="Outer container",
        aliases=("puck of grid box", "cane", "outer", "rack", "puck barcode (grid boxes)"),
        help="The container that the container lies in, such as the puck of a grid box.",
        is_code=True,
        most_characters=40,
    ),
    Target.OUTER_TYPE: TargetWords(label="Outer container type", aliases=("puck type", "outer type"), is_code=True),
    Target.OUTER_SLOT: TargetWords(
        label="Position in outer container",
        aliases=("puck position", "outer position", "grid box position in puck"),
        help="Where the container lies in the outer one.",
        is_code=True,
    ),
    Target.CONTAINER: TargetWords(
        label="Container",
        aliases=("container name", "container code", "puck", "puck name", "puck code", "plate",
                 "plate barcode", "grid box"),
        help="What is engraved or printed on the puck, grid box, plate or rack.",
        is_code=True,
        most_characters=40,
    ),
    Target.CONTAINER_TYPE: TargetWords(
        label="Container type",
        aliases=("type of container", "plate type", "grid box type", "holder type"),
        help="Such as UniPuck; needed for a container that is new here.",
        is_code=True,
    ),
    Target.SLOT: TargetWords(
        label="Position",
        aliases=("container position", "pin", "pin position", "location", "slot", "pos", "well", "place",
                 "grid position", "position in container", "pos.", "#"),
        help="Where in the container.",
        is_code=True,
    ),
    Target.ACRONYM: TargetWords(
        label="Substance",
        aliases=("protein acronym", "acronym", "protein", "substance acronym", "macromolecule", "phase", "material",
                 "protein name (acronym)", "compound", "component"),
        help="Its short name, as it stands among your substances.",
        is_code=True,
        most_characters=40,
    ),
    Target.SUBSTANCE: TargetWords(
        label="Substance name",
        aliases=("protein name", "full name", "macromolecule name", "name of the substance"),
        help="Its full name; read only for substances that are new.",
    ),
    Target.NAME: TargetWords(
        label="Sample name",
        aliases=("sample acronym", "sample", "name", "crystal", "crystal name", "grid name", "sample id", "probe",
                 "échantillon", "specimen"),
        help="Your own name for it, once in a proposal.",
        is_code=True,
        most_characters=100,
    ),
    Target.BARCODE: TargetWords(
        label="Barcode",
        aliases=("pin barcode", "pin code", "sample barcode", "code", "data matrix"),
        help="What is printed on the pin, tube or grid.",
        is_code=True,
        most_characters=40,
    ),
    Target.ROLE: TargetWords(
        label="Role",
        aliases=("sample role", "type of sample", "sample type"),
        help="sample, calibrant, blank, buffer …",
    ),
    Target.COMMENT: TargetWords(
        label="Comment",
        aliases=("comments", "notes", "remarks", "note", "notes to staff", "remark", "kommentar", "commentaire"),
        help="Anything for those who handle it.",
        most_characters=500,
    ),
    Target.PROPOSAL: TargetWords(label="Proposal", aliases=("proposal code", "project", "experiment"), is_code=True),
    Target.PROPOSAL_LETTERS: TargetWords(label="Letters of the proposal", is_code=True),
    Target.PROPOSAL_NUMBER: TargetWords(label="Proposal number", is_code=True),
    Target.SESSION_NUMBER: TargetWords(label="Session number", aliases=("visit number", "visit"), is_code=True),
    Target.KEPT: TargetWords(
        label="(kept, and given back)",
        aliases=("status", "best resolution", "best result", "data sets", "comments from staff", "sample code"),
    ),
    Target.NOTHING: TargetWords(label="(passed over)"),
}  # fmt: skip

TEMPLATE = (
    Target.PARCEL,
    Target.CONTAINER,
    Target.CONTAINER_TYPE,
    Target.SLOT,
    Target.ACRONYM,
    Target.NAME,
    Target.BARCODE,
    Target.COMMENT,
)
"""What every template asks for, beside the technique's own fields, in the order of its columns."""
OUTER_TEMPLATE = (Target.PARCEL, Target.OUTER, Target.OUTER_TYPE, Target.OUTER_SLOT, *TEMPLATE[1:])
"""The same for samples whose containers lie in others."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a column means: a target, or a field of the technique."""

    key: str
    """``container``, or ``value:energy_ev``."""
    label: str
    unit: str = ""
    field: Field | None = None

    @property
    def is_number(self) -> bool:
        """Whether it takes numbers."""
        return self.field is not None and self.field.kind in {FieldKind.NUMBER, FieldKind.INTEGER}

    @property
    def is_date(self) -> bool:
        """Whether it takes dates."""
        return self.field is not None and self.field.kind is FieldKind.DATE

    @property
    def words(self) -> TargetWords | None:
        """Words of the target; None for a field."""
        return TARGETS[Target(self.key)] if self.field is None else None

    @property
    def is_code(self) -> bool:
        """Whether each letter counts."""
        return self.words is not None and self.words.is_code

    @property
    def is_free_text(self) -> bool:
        """Whether people write sentences in it."""
        return self.key in {Target.COMMENT, Target.SUBSTANCE, Target.KEPT, Target.NOTHING} or (
            self.field is not None and self.field.kind is FieldKind.TEXT
        )


def meanings_for(technique: Technique) -> dict[str, Meaning]:
    """Return everything that a column can mean with a technique, by its key."""
    found = {target.value: Meaning(key=target.value, label=words.label) for target, words in TARGETS.items()}
    for field in technique.fields:
        key = f"{VALUE}{field.key}"
        found[key] = Meaning(key=key, label=field.label, unit=field.unit, field=field)
    return found
