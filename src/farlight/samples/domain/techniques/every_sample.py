"""What every sample has, whatever its technique: as fields, so that grid and sheet treat them like the others."""

from farlight.samples.domain.techniques.schema import Field, FieldKind, SubstanceNeed, Technique

GROUP = "common"


def common_fields(technique: Technique) -> tuple[Field, ...]:
    """The columns before the technique's own: name, substance, barcode; then the place and a comment.

    Returns
    -------
    tuple of Field
        Named as people of the technique name things. ``substance`` is missing when the technique has none.
    """
    nouns = technique.nouns
    substance = Field(
        key="substance",
        label=nouns.substance.capitalize(),
        kind=FieldKind.TEXT,
        required=technique.substance is SubstanceNeed.REQUIRED,
        pattern="^[A-Za-z0-9_-]{1,40}$",
        max_length=40,
        help="Its acronym in this proposal.",
        group=GROUP,
        aliases=("acronym", "protein acronym", "substance acronym", "phase", "component", "macromolecule acronym"),
        example="lyso",
    )
    name = Field(
        key="name",
        label="Name",
        kind=FieldKind.TEXT,
        required=True,
        max_length=100,
        help=f"Your own name for the {nouns.sample}, once in the proposal.",
        group=GROUP,
        aliases=("sample name", "sample", "sample acronym", "crystal name", f"{nouns.sample} name"),
        example="lyso-01",
    )
    barcode = Field(
        key="barcode",
        label="Barcode",
        kind=FieldKind.TEXT,
        max_length=60,
        help="What stands on the pin, tube or holder, as it is.",
        group=GROUP,
        aliases=("pin barcode", "pin code", "pin", "code", "sample barcode"),
        example="HX562B6A",
    )
    optional = () if technique.substance is SubstanceNeed.NONE else (substance,)
    return (name, *optional, barcode, *_PLACE, _COMMENT)


_PLACE = (
    Field(
        key="container",
        label="Container",
        kind=FieldKind.TEXT,
        max_length=40,
        help="What is engraved or printed on it.",
        group=GROUP,
        aliases=("container name", "container code", "puck", "puck code", "plate", "box"),
        example="SIM-0042",
    ),
    Field(
        key="slot",
        label="Position",
        kind=FieldKind.TEXT,
        max_length=20,
        help="Name of the place in the container.",
        group=GROUP,
        aliases=("container position", "location", "slot", "pin position in puck"),
        example="5",
    ),
)
_COMMENT = Field(
    key="comment",
    label="Comment",
    kind=FieldKind.TEXT,
    max_length=500,
    help="What colleagues and staff should know.",
    group=GROUP,
    aliases=("comments", "notes", "notes to staff", "remark", "remarks"),
    example="handle with care",
)
