"""Which result is the best, and why, in words.

Results are compared by the resolution that they are worth: the nominal limit, made coarser by everything that the
limit does not tell. The largest part is plain counting: the number of reflections to a limit d grows with 1/d³, so a
part C of them, to d, holds as many as a complete set to d·C^(-1/3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from farlight.processing.types import ProcessingResult, ShellStatistics

_LEAST_COMPLETENESS_FRAC: Final = 0.02
_SOUND_CC_HALF: Final = 0.97
"""Overall correlation between halves of the data; sound crystals have more."""
_LEAST_OUTER_CC_HALF: Final = 0.3
"""Karplus & Diederichs (2012), Science 336, 1030-1033: data with less in the outer shell may still help, if little."""
_LEAST_OUTER_I_OVER_SIGMA: Final = 1.0
_SOUND_INDEXED_FRAC: Final = 0.7
_FAR_PX: Final = 2.0
_UNPROVEN_FACTOR: Final = 1.25
_OPTIMISTIC_FACTOR: Final = 1.1
_FAR_FACTOR: Final = 1.15
_TIE_FRAC: Final = 0.01
I_OVER_SIGMA: Final = "I/\N{GREEK SMALL LETTER SIGMA}"
"""How people write it."""
_NOTEWORTHY_FACTOR: Final = 1.02


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something that makes a resolution worth less than its number."""

    factor: float
    """By this much it counts as coarser; 1 for nothing to doubt."""
    words: str


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What a result is worth."""

    resolution_angstrom: float | None
    """The nominal limit."""
    worth_angstrom: float | None
    """The limit of a complete, sound set of data that is worth as much; None when there is nothing to judge by."""
    doubts: tuple[Doubt, ...]
    """What makes the difference, the largest first."""


@dataclass(frozen=True, kw_only=True)
class Contender:
    """A result with the name that it is called by."""

    name: str
    """``processing 2 of run 4``."""
    result: ProcessingResult
    worth: Worth


def worth_of(result: ProcessingResult) -> Worth:
    """Return what a result is worth, by limit, completeness, strength, correlation, indexing and prediction."""
    limit, overall = result.resolution_angstrom, result.overall
    if limit is None or overall is None or not overall.completeness_frac:
        return Worth(resolution_angstrom=limit, worth_angstrom=None, doubts=())
    found = [
        _doubt_of_completeness(overall, result.outer),
        _doubt_of_halves(overall),
        _doubt_of_outer_shell(result.outer),
        _doubt_of_indexing(result.indexed_frac),
        _doubt_of_prediction(result.rmsd_px),
    ]
    doubts = sorted((one for one in found if one.factor > 1.0), key=lambda one: -one.factor)
    worth_angstrom = limit
    for doubt in doubts:
        worth_angstrom *= doubt.factor
    return Worth(resolution_angstrom=limit, worth_angstrom=round(worth_angstrom, 4), doubts=tuple(doubts))


def _doubt_of_completeness(overall: ShellStatistics, outer: ShellStatistics | None) -> Doubt:
    part = max(overall.completeness_frac or 0.0, _LEAST_COMPLETENESS_FRAC)
    at_the_edge = outer.completeness_frac if outer else None
    edge = f" ({at_the_edge:.0%} in the outer shell)" if at_the_edge is not None else ""
    return Doubt(factor=max(part ** (-1 / 3), 1.0), words=f"{part:.0%} complete{edge}")


def _doubt_of_halves(overall: ShellStatistics) -> Doubt:
    if overall.cc_half is None:
        return Doubt(factor=_UNPROVEN_FACTOR, words="CC½ cannot be told, as hardly anything was measured twice")
    return Doubt(factor=1 + max(_SOUND_CC_HALF - overall.cc_half, 0.0), words=f"CC½ only {overall.cc_half:.3f}")


def _doubt_of_outer_shell(outer: ShellStatistics | None) -> Doubt:
    said = []
    if outer and outer.cc_half is not None and outer.cc_half < _LEAST_OUTER_CC_HALF:
        said.append(f"CC½ {outer.cc_half:.2f}")
    if outer and outer.i_over_sigma is not None and outer.i_over_sigma < _LEAST_OUTER_I_OVER_SIGMA:
        said.append(f"{I_OVER_SIGMA} {outer.i_over_sigma:.1f}")
    words = f"an outer shell of hardly more than noise ({', '.join(said)})"
    return Doubt(factor=_OPTIMISTIC_FACTOR if said else 1.0, words=words)


def _doubt_of_indexing(indexed_frac: float) -> Doubt:
    missing = max(_SOUND_INDEXED_FRAC - indexed_frac, 0.0)
    return Doubt(factor=1 + missing, words=f"only {indexed_frac:.0%} of the spots indexed")


def _doubt_of_prediction(rmsd_px: float | None) -> Doubt:
    is_far = rmsd_px is not None and rmsd_px >= _FAR_PX
    return Doubt(factor=_FAR_FACTOR if is_far else 1.0, words=f"spots {rmsd_px or 0:.1f} px from where they should be")


def merit_of(worth: Worth) -> float:
    """Return what results are put in order by, the best first; those without anything to judge by come last."""
    return worth.worth_angstrom if worth.worth_angstrom is not None else float("inf")


def reasons_for(best: Contender, runner_up: Contender | None, *, others: int) -> tuple[str, ...]:
    """Return why a result stands first, in sentences, most important first.

    Parameters
    ----------
    best : Contender
        The first.
    runner_up : Contender or None
        The second; None when there is none.
    others : int
        How many results it was compared with.
    """
    said = [_on_itself(best)]
    if runner_up is None:
        said.append("It is the only result so far.")
    else:
        said.append(_against(best, runner_up))
        if others > 1:
            said.append(f"{others} other results were compared.")
    return tuple(sentence for sentence in said if sentence)


def _on_itself(best: Contender) -> str:
    worth, overall = best.worth, best.result.overall
    if worth.worth_angstrom is None or overall is None:
        return "There are too few reflections to judge it by."
    doubts = [doubt.words for doubt in worth.doubts if doubt.factor >= _NOTEWORTHY_FACTOR]
    strengths = _strengths(overall, best.result.indexed_frac)
    if not doubts:
        return f"{worth.resolution_angstrom:.2f} Å with nothing to doubt: {', '.join(strengths)}."
    doubted = [words.replace("only ", "") for words in doubts]
    rest = [words for words in strengths if not any(doubt.startswith(words) for doubt in doubted)]
    counts = f"{worth.resolution_angstrom:.2f} Å counts as {worth.worth_angstrom:.2f} Å: {_listed(doubts)}."
    return f"{counts} The rest: {', '.join(rest)}." if rest else counts


def _strengths(overall: ShellStatistics, indexed_frac: float) -> list[str]:
    said = [f"{overall.completeness_frac or 0.0:.0%} complete"]
    if overall.cc_half is not None:
        said.append(f"CC½ {overall.cc_half:.3f}")
    if overall.i_over_sigma is not None:
        said.append(f"{I_OVER_SIGMA} {overall.i_over_sigma:.1f}")
    return [*said, f"{indexed_frac:.0%} of the spots indexed"]


def _against(best: Contender, second: Contender) -> str:
    first_angstrom, second_angstrom = best.worth.worth_angstrom, second.worth.worth_angstrom
    if first_angstrom is None or second_angstrom is None:
        return f"{_capital(second.name)} comes next: it has too few reflections to judge it by."
    if second_angstrom <= first_angstrom * (1 + _TIE_FRAC):
        return f"{_capital(second.name)} is as good, within a hundredth of the resolution."
    return f"{_capital(second.name)} comes next and counts as {second_angstrom:.2f} Å: {_difference(best, second)}."


def _difference(best: Contender, second: Contender) -> str:
    """What sets the second apart: its coarser limit, or the doubt that weighs more than with the first."""
    coarser = (second.worth.resolution_angstrom or 0) / (best.worth.resolution_angstrom or 1)
    worst = max(second.worth.doubts, key=lambda doubt: doubt.factor, default=None)
    if worst is None or coarser >= worst.factor:
        return f"its limit is {second.worth.resolution_angstrom:.2f} Å"
    return f"it has {worst.words}" if worst.words.startswith("an ") else worst.words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
