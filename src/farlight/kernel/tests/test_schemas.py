from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from farlight.kernel.schemas import fields_like


@dataclass(frozen=True, kw_only=True)
class Puck:
    """A record."""

    id: int
    name: str
    pins: tuple[str, ...] = ()
    values: dict[str, float] = field(default_factory=dict)
    place: str = ""


@fields_like(Puck, without={"id"})
class PuckOut(BaseModel):
    """A puck."""

    url: str = "/"
    pins: list[str] = Field(default=[], description="Their codes.")


class PuckWithState(PuckOut):
    """A puck, with its state."""

    state: str


def test_a_schema_has_the_fields_of_the_record_and_its_own():
    assert [(name, info.annotation, info.is_required()) for name, info in PuckOut.model_fields.items()] == [
        ("name", str, True),
        ("pins", list[str], False),
        ("values", dict[str, float], False),
        ("place", str, False),
        ("url", str, False),
    ]
    assert PuckOut.model_fields["pins"].description == "Their codes."
    assert (PuckOut.__name__, PuckOut.__module__, PuckOut.__doc__) == ("PuckOut", __name__, "A puck.")
    assert PuckOut(name="P1").model_dump() == {"name": "P1", "pins": [], "values": {}, "place": "", "url": "/"}


def test_it_can_be_made_more_of():
    assert list(PuckWithState.model_fields) == ["name", "pins", "values", "place", "url", "state"]
