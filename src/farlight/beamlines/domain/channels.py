"""Channels of a beamline's status: what they are called, and how their values are written."""

from collections.abc import Callable
from dataclasses import dataclass

from farlight.beamlines.types import ChannelReading, ChannelValue, WrittenReading
from farlight.ui.domain.values import NOT_KNOWN, kev, percent, with_unit


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A value worth a glance."""

    name: str
    """With its unit, as engines name it."""
    word: str
    write: Callable[[ChannelValue], str]
    is_of_facility: bool = False
    """The same for all beamlines: no secret of whoever measures."""
    is_time: bool = False
    """A moment to come, ISO 8601: shown as the time until then."""
    good: ChannelValue = None
    """The value that beam needs; any other one is worth a look. None: no value is better."""


def _number(unit: str, decimals: int) -> Callable[[ChannelValue], str]:
    return lambda value: with_unit(value, unit, decimals) if isinstance(value, int | float) else NOT_KNOWN


def _float(write: Callable[[float | None], str]) -> Callable[[ChannelValue], str]:
    return lambda value: write(float(value)) if isinstance(value, int | float) else NOT_KNOWN


def _open(value: ChannelValue) -> str:
    return {True: "open", False: "closed"}.get(value, NOT_KNOWN) if isinstance(value, bool) else NOT_KNOWN


def _word(value: ChannelValue) -> str:
    return str(value) if value not in {None, ""} else "nothing"


CHANNELS: tuple[Channel, ...] = (
    Channel(name="ring_current_ma", word="Ring", write=_number("mA", 1), is_of_facility=True),
    Channel(name="refill_at", word="Refill", write=_word, is_of_facility=True, is_time=True),
    Channel(name="front_end_open", word="Front end", write=_open, good=True),
    Channel(name="safety_shutter_open", word="Safety shutter", write=_open, good=True),
    Channel(name="shutter_open", word="Fast shutter", write=_open),
    Channel(name="energy_ev", word="Energy", write=_float(kev)),
    Channel(name="transmission_frac", word="Transmission", write=_float(lambda value: percent(value, 1))),
    Channel(name="detector_distance_mm", word="Distance", write=_number("mm", 1)),
    Channel(name="detector_state", word="Detector", write=_word),
    Channel(name="cryo_k", word="Cryo", write=_number("K", 0)),
    Channel(name="sample_mounted", word="Mounted", write=_word),
)
"""In the order in which they are shown. Engines may tell more; it is kept, and not shown here."""

KNOWN = {channel.name: channel for channel in CHANNELS}
_WARMEST_CRYO_K = 120.0
"""Ice crystallises beyond."""


def is_shown(reading: ChannelReading, *, has_beamline: bool) -> bool:
    """Whether a reading may be shown in a session: what the beamline does is for those who have it now."""
    channel = KNOWN.get(reading.channel)
    return channel is not None and (has_beamline or channel.is_of_facility)


def written(reading: ChannelReading) -> WrittenReading:
    """Write a reading of a known channel for people."""
    channel = KNOWN[reading.channel]
    return WrittenReading(
        channel=channel.name,
        word=channel.word,
        written=channel.write(reading.value),
        until=str(reading.value) if channel.is_time and reading.value else "",
        needs_a_look=_needs_a_look(channel, reading.value),
        changed_at=reading.changed_at,
    )


def _needs_a_look(channel: Channel, value: ChannelValue) -> bool:
    if channel.name == "cryo_k":
        return isinstance(value, int | float) and value > _WARMEST_CRYO_K
    return channel.good is not None and value != channel.good


def in_order(readings: tuple[WrittenReading, ...]) -> tuple[WrittenReading, ...]:
    """Return readings in the order in which they are shown."""
    places = {name: place for place, name in enumerate(KNOWN)}
    return tuple(sorted(readings, key=lambda reading: places[reading.channel]))
