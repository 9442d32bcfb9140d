"""Options, results and failures as plain JSON objects, and back."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from farlight.processing.types import (
    BeamCentres,
    BeamSearch,
    DamageLevel,
    DamageVerdict,
    Failure,
    Message,
    ProcessingOptions,
    ProcessingResult,
    ResultFile,
    Severity,
    ShellStatistics,
    Speed,
    Stage,
    StageTime,
)

Record = dict[str, Any]


def record_of(thing: ProcessingOptions | ProcessingResult | Failure) -> Record:
    """Return a thing as JSON can carry it."""
    return dataclasses.asdict(thing)


def options_from(record: Mapping[str, Any]) -> ProcessingOptions:
    """Read options back; missing keys take their defaults, unknown ones are an error."""
    values = dict(record)
    if values.get("unit_cell") is not None:
        values["unit_cell"] = tuple(values["unit_cell"])
    if "speed" in values:
        values["speed"] = Speed(values["speed"])
    if "beam_search" in values:
        values["beam_search"] = BeamSearch(values["beam_search"])
    return ProcessingOptions(**values)


def result_from(record: Mapping[str, Any]) -> ProcessingResult:
    """Read a result back."""
    values = dict(record)
    for shell in ("overall", "inner", "outer"):
        values[shell] = ShellStatistics(**values[shell]) if values[shell] else None
    values["unit_cell"] = tuple(values["unit_cell"])
    values["notes"] = tuple(values["notes"])
    values["files"] = tuple(ResultFile(**one) for one in values["files"])
    values["times"] = tuple(
        StageTime(stage=Stage(one["stage"]), duration_s=one["duration_s"]) for one in values["times"]
    )
    values["messages"] = _messages_from(values)
    beam, damage = values.get("beam"), values.get("damage")
    if beam:
        pairs = {name: tuple(beam[name]) for name in ("start_px", "refined_px")}
        values["beam"] = BeamCentres(**{**beam, **pairs})
    if damage:
        values["damage"] = DamageVerdict(**{**damage, "level": DamageLevel(damage["level"])})
    return ProcessingResult(**values)


def _messages_from(values: Record) -> tuple[Message, ...]:
    """Results of earlier days have notes only."""
    told = values.get("messages")
    if told is None:
        return tuple(Message(severity=Severity.WARNING, words=words) for words in values["notes"])
    return tuple(Message(severity=Severity(one["severity"]), words=one["words"]) for one in told)


def failure_from(record: Mapping[str, Any]) -> Failure:
    """Read a failure back."""
    return Failure(step=Stage(record["step"]), why=record["why"], try_next=tuple(record["try_next"]))
