"""Taking a sheet over: all of it in one transaction, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.samples.domain.sheets.checking import PlannedRow, RowAction, SheetCheck
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.problems import Severity
from farlight.samples.domain.sheets.states import SheetState
from farlight.samples.domain.techniques import Technique
from farlight.samples.events import SheetTaken
from farlight.samples.models import Sample, Sheet, SheetRow, Specimen, SpecimenBarcode, Substance
from farlight.samples.queries.sheets import check_of, content_hash, reading_of
from farlight.samples.queries.snapshots import Snapshot, snapshots_of
from farlight.samples.services.importing import keep_sheet, locked, refuse_step
from farlight.samples.services.importing_places import Placing
from farlight.samples.services.registration import register_substance
from farlight.samples.services.relations import pair_samples, relate_samples
from farlight.samples.types import RelationKind

_PAIRED = frozenset({"buffer", "can", "background"})
_BATCH = 500


def take_sheet(*, sheet: Sheet, now: datetime, by: Actor) -> Sheet:
    """Make the samples of a kept sheet the proposal's. A second time changes nothing, nor does the same sheet again.

    Returns
    -------
    Sheet
        The row; that of the earlier sheet when the same one was taken over before and nothing differs.

    Raises
    ------
    Invalid
        With every error that the sheet has; nothing is changed then.
    Conflict
        When it was thrown away or undone, or somebody else took the same names at this moment.
    """
    try:
        with transaction.atomic():
            return _taken(sheet, now=now, by=by)
    except IntegrityError as clash:
        message = "Somebody declared samples or containers of the same names just now. Check the sheet again."
        raise Conflict(message) from clash


def send_and_take(
    *,
    proposal: str,
    content: bytes | list[list[str]],
    name: str,
    options: Mapping[str, Any] | None = None,
    now: datetime,
    by: Actor,
) -> tuple[Sheet, SheetCheck]:
    """Take a sheet over as it is sent, if nothing is wrong with it; else nothing of it is kept.

    Raises
    ------
    Invalid
        With every error that the sheet has.
    Conflict
        When somebody else took the same names at this moment.
    """
    with transaction.atomic():
        kept = keep_sheet(proposal=proposal, content=content, name=name, options=options, now=now, by=by)
        check = check_of(kept)
        return take_sheet(sheet=kept, now=now, by=by), check


def _taken(sheet: Sheet, *, now: datetime, by: Actor) -> Sheet:
    row = locked(sheet)
    if row.state == SheetState.TAKEN:
        return row
    refuse_step(row, SheetState.TAKEN)
    check = check_of(row)
    if not check.may_be_taken or check.layout is None:
        raise Invalid(objections_of(check))
    earlier = Sheet.objects.filter(
        proposal_id=row.proposal_id, content_hash=row.content_hash, state=SheetState.TAKEN
    ).first()
    if earlier is not None and all(one.action is RowAction.UNCHANGED for one in check.rows):
        row.delete()
        return earlier
    if earlier is not None:
        earlier.content_hash = content_hash(reading_of(earlier), {"superseded": earlier.code})
        earlier.save(update_fields=["content_hash"])
    _Taking(sheet=row, check=check, technique=check.layout.technique, now=now, by=by).run()
    return row


def objections_of(check: SheetCheck) -> list[Objection]:
    """Return every error of a sheet as an objection, with its cell as the field."""
    return [
        Objection(message=f"{problem.cell}: {problem.message}", mend=problem.remedy, field=problem.cell)
        for problem in check.problems
        if problem.severity is Severity.ERROR
    ]


@dataclass(kw_only=True)
class _Taking:
    """One sheet being taken over."""

    sheet: Sheet
    check: SheetCheck
    technique: Technique
    now: datetime
    by: Actor

    def run(self) -> None:
        """Do all of it, and say so once."""
        rows = tuple(row for row in self.check.rows if row.action is not RowAction.UNCHANGED)
        placing = Placing(sheet=self.sheet, rows=self.check.rows, now=self.now, by=self.by)
        substances, made_substances = self._substances(rows)
        samples = self._known(rows)
        before = snapshots_of([sample.pk for sample in samples.values()])
        samples |= self._new(rows, substances)
        self._change(rows, samples, substances)
        pieces = self._pieces(rows, samples)
        self._barcodes(rows, pieces)
        containers, made_containers = placing.containers()
        held = placing.place(rows, pieces, containers)
        self._partners(rows, samples)
        self._keep_rows(samples, before)
        self.sheet.made = {
            "containers": [one.pk for one in made_containers],
            "substances": [one.pk for one in made_substances],
            "held": [one.pk for one in held],
        }
        self._close()
        publish(
            SheetTaken(
                proposal=self.sheet.proposal.code,
                sheet=self.sheet.code,
                new=sum(row.action is RowAction.NEW for row in rows),
                changed=sum(row.action is RowAction.CHANGED for row in rows),
                samples=tuple(samples[row.text(Target.NAME)].code for row in rows),
                parcels=placing.parcels(containers),
            ),
            by=self.by.username,
        )

    def _substances(self, rows: tuple[PlannedRow, ...]) -> tuple[dict[str, Substance], list[Substance]]:
        """Return the proposal's substances by acronym in lower case, and those that had to be made."""
        own = Substance.objects.filter(proposal_id=self.sheet.proposal_id)
        found = {one.acronym.casefold(): one for one in own}
        made = []
        for row in rows:
            acronym = row.text(Target.ACRONYM)
            if acronym and acronym.casefold() not in found:
                name = row.text(Target.SUBSTANCE) or acronym
                fresh = register_substance(
                    proposal=self.sheet.proposal.code, acronym=acronym, name=name[:200], by=self.by
                )
                found[acronym.casefold()] = fresh
                made.append(fresh)
        return found, made

    def _known(self, rows: tuple[PlannedRow, ...]) -> dict[str, Sample]:
        """Return the samples that are changed, for the time of the transaction nobody else's."""
        codes = [row.known.code for row in rows if row.known is not None]
        found: dict[str, Sample] = {}
        for begin in range(0, len(codes), _BATCH):
            batch = Sample.objects.filter(code__in=codes[begin : begin + _BATCH]).select_related("proposal")
            found |= {one.name: one for one in batch.select_for_update(of=("self",), no_key=True).order_by("pk")}
        return found

    def _new(self, rows: tuple[PlannedRow, ...], substances: dict[str, Substance]) -> dict[str, Sample]:
        made = [
            Sample(
                code=new_opaque_id(length=8),
                substance=substances.get(row.text(Target.ACRONYM).casefold()),
                name=row.text(Target.NAME),
                proposal=self.sheet.proposal,
                role=row.text(Target.ROLE) or "sample",
                technique=self.technique.code,
                schema_version=self.technique.version,
                values=row.declared.values,
                owner_id=self.by.pk,
                import_key=f"{self.sheet.code}/{row.declared.row}",
                comment=row.text(Target.COMMENT),
                declared_at=self.now,
            )
            for row in rows
            if row.action is RowAction.NEW
        ]
        Sample.objects.bulk_create(made, batch_size=_BATCH)
        return {one.name: one for one in made}

    def _change(
        self, rows: tuple[PlannedRow, ...], samples: dict[str, Sample], substances: dict[str, Substance]
    ) -> None:
        """Say of known samples what the sheet says; what it leaves out stays."""
        changed = []
        for row in rows:
            if row.action is not RowAction.CHANGED:
                continue
            sample = samples[row.text(Target.NAME)]
            same = sample.technique == self.technique.code
            sample.values = {**(sample.values if same else {}), **row.declared.values}
            sample.technique, sample.schema_version = self.technique.code, self.technique.version
            sample.comment = row.text(Target.COMMENT) or sample.comment
            sample.role = row.text(Target.ROLE) or sample.role
            sample.substance = sample.substance or substances.get(row.text(Target.ACRONYM).casefold())
            sample.import_key = f"{self.sheet.code}/{row.declared.row}"
            changed.append(sample)
        columns = ["values", "technique", "schema_version", "comment", "role", "substance", "import_key"]
        Sample.objects.bulk_update(changed, columns, batch_size=_BATCH)

    def _pieces(self, rows: tuple[PlannedRow, ...], samples: dict[str, Sample]) -> dict[str, Specimen]:
        fresh = [
            Specimen(
                code=new_opaque_id("s-", length=10),
                sample=samples[row.text(Target.NAME)],
                number=1,
                mount=self.technique.mount,
                state_since=self.now,
            )
            for row in rows
            if row.action is RowAction.NEW
        ]
        Specimen.objects.bulk_create(fresh, batch_size=_BATCH)
        found = {piece.sample.name: piece for piece in fresh}
        known = {samples[row.text(Target.NAME)].pk for row in rows if row.action is RowAction.CHANGED}
        if known:
            firsts = Specimen.objects.filter(sample__proposal_id=self.sheet.proposal_id, number=1)
            found |= {one.sample.name: one for one in firsts.select_related("sample") if one.sample_id in known}
        return found

    def _barcodes(self, rows: tuple[PlannedRow, ...], pieces: dict[str, Specimen]) -> None:
        said = {
            row.text(Target.NAME): row.text(Target.BARCODE)
            for row in rows
            if row.text(Target.BARCODE) and (row.known is None or row.text(Target.BARCODE) not in row.known.barcodes)
        }
        known = [pieces[row.text(Target.NAME)].pk for row in rows if row.action is RowAction.CHANGED]
        about = {pieces[name].pk for name in said}
        for begin in range(0, len(known), _BATCH):
            batch = [key for key in known[begin : begin + _BATCH] if key in about]
            SpecimenBarcode.objects.filter(specimen_id__in=batch).delete()
        SpecimenBarcode.objects.bulk_create(
            (SpecimenBarcode(specimen=pieces[name], text=text) for name, text in said.items()), batch_size=_BATCH
        )

    def _partners(self, rows: tuple[PlannedRow, ...], samples: dict[str, Sample]) -> None:
        """Enter what the rows name beside their own sample: its buffer, what it was milled from."""
        kinds = {kind.value for kind in RelationKind}
        for one in self.technique.fields:
            for row in rows if one.partner else ():
                name = str(row.declared.values.get(one.key, ""))
                other = samples.get(name) or (self._named(name) if name else None)
                if other is None:
                    continue
                sample = samples[row.text(Target.NAME)]
                if one.partner in _PAIRED:
                    pair_samples(sample=sample, partner=other, by=self.by)
                elif one.partner in kinds:
                    relate_samples(child=sample, parent=other, kind=RelationKind(one.partner), by=self.by)

    def _named(self, name: str) -> Sample | None:
        return Sample.objects.filter(proposal_id=self.sheet.proposal_id, name=name).first()

    def _keep_rows(self, samples: dict[str, Sample], before: dict[int, Snapshot]) -> None:
        codes = {row.known.code for row in self.check.rows if row.action is RowAction.UNCHANGED and row.known}
        same = {one.name: one for one in Sample.objects.filter(proposal_id=self.sheet.proposal_id) if one.code in codes}
        after = snapshots_of([sample.pk for sample in samples.values()])
        SheetRow.objects.bulk_create(
            (
                SheetRow(
                    sheet=self.sheet,
                    row=row.declared.row,
                    sample=sample,
                    name=sample.name,
                    action=row.action.value,
                    before=before.get(sample.pk),
                    after=after.get(sample.pk, {}),
                )
                for row in self.check.rows
                for sample in [samples.get(row.text(Target.NAME)) or same[row.text(Target.NAME)]]
            ),
            batch_size=_BATCH,
        )

    def _close(self) -> None:
        layout = self.check.layout
        self.sheet.state, self.sheet.taken_at = SheetState.TAKEN.value, self.now
        self.sheet.technique, self.sheet.schema_version = self.technique.code, self.technique.version
        self.sheet.profile = layout.profile.code if layout and layout.profile else ""
        self.sheet.counts = self.check.counts
        self.sheet.save()
