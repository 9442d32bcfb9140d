"""What a result has to say, with how much each matters."""

from collections.abc import Sequence

from farlight.processing.domain.charts import ResultCharts
from farlight.processing.types import BeamCentres, DamageLevel, DamageVerdict, Message, Severity

FAR_BEAM_MM = 0.5
"""A beam further than this from where the header has it makes the header doubtful."""


def messages_of(warnings: Sequence[str], remarks: Sequence[str], charts: ResultCharts) -> tuple[Message, ...]:
    """Return all messages of a result, warnings first.

    Parameters
    ----------
    warnings : sequence of str
        What its numbers cannot carry.
    remarks : sequence of str
        What the steps did otherwise than usual, and what of the warnings is good to know only.
    charts : ResultCharts
        With the verdict on radiation damage and the beam's positions.
    """
    found = [Message(severity=Severity.WARNING, words=words) for words in warnings if words not in remarks]
    found += [one for one in (_on_beam(charts.beam), _on_damage(charts.damage)) if one is not None]
    found += [Message(severity=Severity.NOTE, words=words) for words in remarks]
    return tuple(sorted(found, key=lambda message: message.severity is Severity.NOTE))


def is_far(beam: BeamCentres) -> bool:
    """Whether the beam was found so far from the header's position that this is to be doubted."""
    return beam.shift_mm > FAR_BEAM_MM


def _on_beam(beam: BeamCentres | None) -> Message | None:
    if beam is None or not is_far(beam):
        return None
    words = (
        f"The beam centre moved by {beam.shift_mm:.2f} mm in refinement, more than {FAR_BEAM_MM:g} mm: "
        "the header may have it wrong. Tell the local contact."
    )
    return Message(severity=Severity.WARNING, words=words)


def _on_damage(damage: DamageVerdict | None) -> Message | None:
    if damage is None or damage.level in {DamageLevel.NONE, DamageLevel.UNKNOWN}:
        return None
    severity = Severity.WARNING if damage.level is DamageLevel.MARKED else Severity.NOTE
    return Message(severity=severity, words=damage.words)
