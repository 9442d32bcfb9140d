"""Questions about processings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from farlight.beamlines.public import beamline
from farlight.beamtime.public import session_folder, session_for, session_summary, visible_session_ids
from farlight.beamtime.types import Action
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.processing.access import processings_with_all, summary_of, visible_processings
from farlight.processing.adapters.charts import kept_charts
from farlight.processing.domain.cells import CellQuestion
from farlight.processing.domain.charts import ResultCharts
from farlight.processing.domain.files import REFINED_NAMES, known_files
from farlight.processing.domain.pipelines import Pipeline, pipelines_of
from farlight.processing.domain.ranking import Contender, reasons_for, worth_of
from farlight.processing.domain.records import result_from
from farlight.processing.domain.wording import asked_in_words
from farlight.processing.models import SORTED_LENGTHS, Finding, Processing
from farlight.processing.types import (
    BestResult,
    CellHit,
    CellSearch,
    ProcessingState,
    ProcessingSummary,
    RefinedFiles,
    ResultFile,
)
from farlight.science.lattices import distance_angstrom

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_ROUNDING = 2e-5
"""Lengths are kept to a hundred-thousandth of an Å."""
MOST_CANDIDATES = 20_000
"""Lattices that are compared exactly in one search, after the coarse comparison by the database."""


class _Group(TypedDict):
    """What a finding is told beside its columns."""

    group: int
    """Key of its sample, or the negative one of its run."""


_WORTH_FIRST = F("worth_angstrom").asc(nulls_last=True)


def folder_of(row: Processing) -> Path:
    """Return the folder that a processing works in: ``<session>/processing/run-012/dials-1``."""
    return session_folder(row.run.session.code) / _place_of(row)


def _place_of(row: Processing) -> str:
    return f"processing/run-{row.run.number:03d}/{row.pipeline}-{row.number}"


def files_of(row: Processing) -> tuple[ResultFile, ...]:
    """Return the files that a processing has left so far, report first, logs last."""
    return asked_of_disk(row.run.session.code, _files_in, folder_of(row))


def _files_in(folder: Path) -> tuple[ResultFile, ...]:
    if not folder.is_dir():
        return ()
    return known_files((entry.name, entry.stat().st_size) for entry in folder.iterdir() if entry.is_file())


def file_of(row: Processing, name: str) -> Path:
    """Return one of the files that a processing has left; the name is looked up among them, never joined.

    Raises
    ------
    NotFound
        When there is none of that name.
    """
    for file in files_of(row):
        if file.name == name:
            return folder_of(row) / file.name
    raise NotFound(f"The processing has no file {name!r}.")


def file_address(row: Processing, name: str) -> str:
    """Return the address that sends a file, or ranges of its bytes: that of the run's file.

    Raises
    ------
    NotFound
        When the processing has left no file of that name.
    """
    path = f"{_place_of(row)}/{file_of(row, name).name}"
    return reverse("api:run_file", kwargs={"code": row.run.session.code, "number": row.run.number, "path": path})


def newest_processings(person: Actor, session: str, runs: Sequence[int]) -> dict[int, ProcessingSummary]:
    """Return the newest processing of each of some runs, by the run's number: one query for any number of runs.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    found: dict[int, ProcessingSummary] = {}
    for row in visible_processings(person, session, runs) if runs else ():
        if row.run.number not in found:
            found[row.run.number] = summary_of(row)
    return found


def finished_processings(person: Actor, session: str, *, limit: int = 200) -> list[ProcessingSummary]:
    """Return the processings of a session that have a result, newest run first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_processings(person, session).filter(state=ProcessingState.FINISHED.value)[:limit]
    return [summary_of(row) for row in rows]


def processings_of_sample(person: Actor, session: str, sample: str) -> list[tuple[str, ProcessingSummary]]:
    """Return the processings of a sample's runs in a session, newest run first, each with the sample's name then.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_processings(person, session).filter(run__sample__code=sample)
    return [(row.run.sample_name, summary_of(row)) for row in rows]


def offered_in(session: str) -> tuple[Pipeline, ...]:
    """Return the ways to process the images of a session; NotFound when there is no such session."""
    return pipelines_of(beamline(session_summary(session).beamline))


def charts_of(row: Processing) -> ResultCharts:
    """Return the plots of a result; empty while there is none."""
    if row.state != ProcessingState.FINISHED.value:
        return ResultCharts()
    return asked_of_disk(row.run.session.code, kept_charts, folder_of(row))


def best_results(
    person: Actor, session: str, *, samples: Sequence[str] = (), runs: Sequence[int] = (), limit: int = 50
) -> list[BestResult]:
    """Return the best result of each sample of a session, the best sample first; a run without a sample is one itself.

    Three queries beside the session's, for any number of results.

    Parameters
    ----------
    person : Actor
        Who is asking.
    session : str
        Code of the session.
    samples : sequence of str
        Codes of samples; empty for all.
    runs : sequence of int
        Numbers of runs; only results of these are compared. Empty for all.
    limit : int
        So many samples at most.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    found = _findings_in(session_for(person, session, Action.SEE).id, samples, runs)
    groups = found.values("group").annotate(best=Min("worth_angstrom"), count=Count("*"), newest=Max("pk"))
    in_order = groups.order_by(F("best").asc(nulls_last=True), "-newest")[:limit]
    counts = {group["group"]: group["count"] for group in in_order}
    pairs: dict[int, dict[int, Processing]] = {group: {} for group in counts}
    placed = _first_two(found, list(counts))
    for row in processings_with_all().select_related("run__sample").filter(pk__in=list(placed)) if placed else ():
        group, place = placed[row.pk]
        pairs[group][place] = row
    return [_best_of(pairs[group], count) for group, count in counts.items()]


def best_resolutions(person: Actor, session: str) -> dict[str, float | None]:
    """Return the limit in Å of the best result of each sample of a session, by the sample's code: one query more.

    None where nobody can tell the limit; samples without a result are left out.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    found = Finding.objects.filter(processing__run__session_id=session_for(person, session, Action.SEE).id)
    of_sample = [F("processing__run__sample_id")]
    place = Window(RowNumber(), partition_by=of_sample, order_by=[_WORTH_FIRST, F("pk").desc()])
    best = found.filter(processing__run__sample__isnull=False).annotate(place=place).filter(place=1)
    return dict(best.values_list("processing__run__sample__code", "processing__result__resolution_angstrom"))


def _findings_in(
    session_id: int, samples: Sequence[str], runs: Sequence[int]
) -> "QuerySet[WithAnnotations[Finding, _Group]]":
    """Findings of a session, each with its group: its sample, or its run when it has none."""
    rows = Finding.objects.filter(processing__run__session_id=session_id)
    if samples:
        rows = rows.filter(processing__run__sample__code__in=samples)
    if runs:
        rows = rows.filter(processing__run__number__in=runs)
    return rows.annotate(group=Coalesce(F("processing__run__sample_id"), -F("processing__run_id")))


def _first_two(
    found: "QuerySet[WithAnnotations[Finding, _Group]]", groups: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Group and place, by key, of the best and second best of some groups; of equal ones the newer is first."""
    if not groups:
        return {}
    of_samples = Q(processing__run__sample_id__in=[group for group in groups if group > 0])
    of_runs = Q(processing__run__sample_id=None, processing__run_id__in=[-group for group in groups if group < 0])
    place = Window(RowNumber(), partition_by=[F("group")], order_by=[_WORTH_FIRST, F("pk").desc()])
    placed = found.filter(of_samples | of_runs).annotate(place=place).filter(place__lte=2)
    return {key: (group, place) for key, group, place in placed.values_list("pk", "group", "place")}


def _best_of(pair: Mapping[int, Processing], count: int) -> BestResult:
    best, second = pair[1], pair.get(2)
    summary, contender = summary_of(best), _contender(best)
    sample = best.run.sample
    return BestResult(
        sample=sample.code if sample else "",
        sample_name=best.run.sample_name,
        processing=summary,
        parameters=asked_in_words(summary.options),
        worth_angstrom=contender.worth.worth_angstrom,
        reasons=reasons_for(contender, _contender(second) if second else None, others=count - 1),
        others=count - 1,
    )


def _contender(row: Processing) -> Contender:
    result = result_from(row.result or {})
    return Contender(name=f"run {row.run.number}, processing {row.number}", result=result, worth=worth_of(result))


def refinement_of(run_id: int, *, number: int | None = None) -> RefinedFiles | None:
    """Return where the models and predictions of a finished processing lie; None where there is none.

    One query; for what has asked ``may`` already.

    Parameters
    ----------
    number : int, optional
        Which one; the newest when it is not said.
    """
    finished = processings_with_all().filter(run_id=run_id, state=ProcessingState.FINISHED.value).order_by("-number")
    for row in finished if number is None else finished.filter(number=number):
        folder = folder_of(row)
        for name in REFINED_NAMES:
            experiments, reflections = folder / f"{name}.expt", folder / f"{name}.refl"
            if experiments.is_file() and reflections.is_file():
                first_image = summary_of(row).options.first_image or 1
                return RefinedFiles(
                    number=row.number, experiments=experiments, reflections=reflections, first_image=first_image
                )
    return None


def found_cells(person: Actor, question: CellQuestion, *, limit: int = 100) -> CellSearch:
    """Return the results, of all sessions that the person may know of, whose lattice is like the one asked for.

    The database compares the seven lengths in order of size, which can only find too much: equal lattices have equal
    lengths. What is left is compared exactly. Two queries beside the person's rights, for any number of results.
    """
    near = Finding.objects.filter(processing__run__session_id__in=visible_session_ids(person))
    for column, length in zip(SORTED_LENGTHS, sorted(question.lengths_angstrom), strict=True):
        low, high = length - question.tolerance_angstrom - _ROUNDING, length + question.tolerance_angstrom + _ROUNDING
        near = near.filter(**{f"{column}__range": (low, high)})
    candidates = list(near.values_list("pk", "lengths_angstrom")[:MOST_CANDIDATES])
    if not candidates:
        return CellSearch(hits=(), is_cut=False)
    lengths = np.array([lengths for _, lengths in candidates], dtype=np.float64)
    distances = distance_angstrom(np.array(question.lengths_angstrom), lengths)
    alike = [place for place in np.argsort(distances) if distances[place] <= question.tolerance_angstrom + _ROUNDING]
    chosen = {candidates[place][0]: float(distances[place]) for place in alike[:limit]}
    rows = {row.pk: row for row in processings_with_all().filter(pk__in=list(chosen))}
    hits = tuple(
        CellHit(processing=summary_of(rows[key]), sample_name=rows[key].run.sample_name, distance_angstrom=distance)
        for key, distance in chosen.items()
        if key in rows
    )
    return CellSearch(hits=hits, is_cut=len(alike) > limit or len(candidates) == MOST_CANDIDATES)
