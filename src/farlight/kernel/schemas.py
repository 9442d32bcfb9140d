"""Schemas of what crosses the border that take their fields from frozen records, so that each is written once."""

import dataclasses
from collections.abc import Callable, Collection
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, Field, create_model

S = TypeVar("S", bound=BaseModel)


def fields_like(record: type, *, without: Collection[str] = ()) -> Callable[[type[S]], type[S]]:
    """Give a schema the fields of a frozen record: their order, types and defaults.

    What the schema declares itself takes the place of the record's field of that name; what the record has not stands
    at the end. A schema that is made so has fields only, no methods.

    Parameters
    ----------
    record : type
        A dataclass.
    without : collection of str
        Names of fields that do not cross the border.
    """

    def decorate(schema: type[S]) -> type[S]:
        own = {name: (info.annotation, info) for name, info in schema.model_fields.items()}
        hints = get_type_hints(record)
        fields: dict[str, Any] = {
            field.name: own.pop(field.name, (hints[field.name], _default_of(field)))
            for field in dataclasses.fields(record)
            if field.name not in without
        }
        return create_model(
            schema.__name__,
            __base__=schema.__bases__,
            __module__=schema.__module__,
            __doc__=schema.__doc__,
            **(fields | own),
        )

    return decorate


def _default_of(field: "dataclasses.Field[Any]") -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return Field(default_factory=field.default_factory)
    return ... if field.default is dataclasses.MISSING else field.default
