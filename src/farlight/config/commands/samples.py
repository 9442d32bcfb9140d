"""``farlight samples``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import django

from farlight.kernel.errors import Invalid, NotFound, Objection

if TYPE_CHECKING:
    from farlight.people.models import Person
    from farlight.samples.domain.sheets.checking import SheetCheck

FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
PROPOSAL = click.option("--proposal", required=True, help="Code of the proposal, such as mx2345.")
BY = click.option("--by", default="", help="Login name of who does it; the proposal's leader when it is not said.")
FORMAT = click.option("--format", "kind", type=click.Choice(["xlsx", "csv"]), default="xlsx", help="As what.")
OUT = click.option("--out", type=click.Path(path_type=Path), required=True, help="Where to write it.")
_WRONG = 1
"""Exit status when something in a sheet is wrong."""


@click.group()
def command() -> None:
    """Sheets of samples: check them, take them over, give them back."""


@command.command(name="import")
@FILE
@PROPOSAL
@click.option("--commit", is_flag=True, help="Take it over if nothing is wrong; else it is only checked.")
@click.option("--technique", default="", help="Such as mx_crystal; found out when it is not said.")
@click.option("--profile", default="", help="A known sheet, such as exi-28; found out when it is not said.")
@click.option("--default", "defaults", multiple=True, help="MEANING=TEXT for rows that say nothing, such as slot=1.")
@click.option("--column", "columns", multiple=True, help="LETTER=MEANING, such as D=slot.")
@click.option("--new-substances", is_flag=True, help="Make substances that the proposal does not have.")
@click.option("--annotated", type=click.Path(path_type=Path), help="Write the sheet with comments in its cells there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@BY
@click.pass_context
def import_sheet(context: click.Context, /, file: Path, proposal: str, **said: Any) -> None:
    """Check the sheet FILE: every problem at once, with its cell and what to do. Exit status 1 when any is an error."""
    django.setup()
    options = {
        "technique": said["technique"],
        "profile": said["profile"],
        "defaults": dict(_pairs("--default", said["defaults"])),
        "mapping": {str(_column(letter)): meaning for letter, meaning in _pairs("--column", said["columns"])},
        "makes_substances": said["new_substances"],
    }
    content = file.read_bytes()
    check, sheet = _checked(proposal, content, file.name, {k: v for k, v in options.items() if v})
    if said["annotated"]:
        _write_annotated(said["annotated"], content, check)
    if said["commit"] and check.may_be_taken:
        sheet = _taken(proposal, content, file.name, {k: v for k, v in options.items() if v}, said["by"])
    click.echo(_as_json(check, sheet) if said["as_json"] else _in_words(check, sheet, file.name))
    if not check.may_be_taken:
        context.exit(_WRONG)


def _pairs(option: str, texts: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in texts]
    wrong = [text for text, (_, sign, _) in zip(texts, pairs, strict=True) if not sign]
    if wrong:
        raise Invalid([Objection(message=f"{option} {text!r} has no =.", mend="Write A=B.") for text in wrong])
    return [(first.strip(), second.strip()) for first, _, second in pairs]


def _column(letter: str) -> int:
    from farlight.samples.adapters.xlsx_cells import column_number  # as late as all the others

    if not letter.isalpha():
        raise Invalid([Objection(message=f"{letter!r} is no column.", mend="Write its letter, such as D.")])
    return column_number(letter)


def _checked(proposal: str, content: bytes, name: str, options: dict[str, Any]) -> "tuple[SheetCheck, Any]":
    from farlight.proposals.public import proposal_row  # all of these need Django to be set up
    from farlight.samples.adapters.xlsx_reading import read_sheet
    from farlight.samples.queries.sheets import options_from, sheet_check

    proposal_row(proposal)
    return sheet_check(proposal, read_sheet(content, name=name), options_from(options)), None


def _taken(proposal: str, content: bytes, name: str, options: dict[str, Any], by: str) -> Any:
    from farlight.kernel.time import utc_now
    from farlight.samples.services.importing_taking import send_and_take

    sheet, _ = send_and_take(
        proposal=proposal, content=content, name=name, options=options, now=utc_now(), by=_actor(proposal, by)
    )
    return sheet


def _actor(proposal: str, login: str) -> "Person":
    from farlight.people.public import person_named
    from farlight.proposals.public import proposal as proposal_summary

    name = login or proposal_summary(proposal).principal_investigator
    person = person_named(name)
    if person is None:
        raise NotFound(f"There is no account {name}.")
    return person


def _write_annotated(to: Path, content: bytes, check: "SheetCheck") -> None:
    from farlight.samples.adapters.xlsx_writing import Annotated, annotated_workbook

    to.write_bytes(annotated_workbook(Annotated(content=content, reading=check.reading, problems=check.problems)))


def _as_json(check: "SheetCheck", sheet: Any) -> str:
    from farlight.samples.rest.sheet_schemas import SheetCheckOut, check_out

    return SheetCheckOut.model_validate(check_out(check, sheet)).model_dump_json(indent=2)


def _in_words(check: "SheetCheck", sheet: Any, name: str) -> str:
    lines = [f"{p.severity.value:8}{p.cell:8}{p.message} {p.remedy}".rstrip() for p in check.problems]
    if check.layout is not None:
        read_as = f" (known sheet {check.layout.profile.code})" if check.layout.profile else ""
        lines.insert(0, f"{name}: read as {check.layout.technique.title}{read_as}.")
    counts = check.counts
    lines.append(f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} notes.")
    what = f"{counts['new']} new samples, {counts['changed']} changed, {counts['unchanged']} unchanged"
    if sheet is not None:
        lines.append(f"Taken over as sheet {sheet.code}: {what}. Undo it with: farlight samples undo {sheet.code}")
    elif check.may_be_taken:
        lines.append(f"It would be: {what}. Nothing is changed yet; add --commit to take it over.")
    else:
        lines.append("Nothing is changed. Mend the errors and send it again.")
    return "\n".join(lines)


@command.command()
@click.argument("sheet")
@BY
def undo(sheet: str, by: str) -> None:
    """Take the sheet with the code SHEET back, while nothing was done with what it brought."""
    django.setup()
    from farlight.kernel.time import utc_now  # all of these need Django to be set up
    from farlight.samples.queries.sheets import sheet_coded
    from farlight.samples.services.importing_undoing import undo_sheet

    row = sheet_coded(sheet)
    undo_sheet(sheet=row, now=utc_now(), by=_actor(row.proposal.code, by))
    click.echo(f"The sheet {sheet} is taken back.")


@command.command()
@click.argument("technique")
@OUT
@FORMAT
@click.option("--proposal", default="", help="Its substances are in the drop-down.")
def template(technique: str, out: Path, kind: str, proposal: str) -> None:
    """Write a sheet of TECHNIQUE to fill in."""
    django.setup()
    from farlight.samples.adapters.sheet_files import FileFormat, template_file  # as above
    from farlight.samples.queries.known import current_types, known_of
    from farlight.samples.queries.techniques import technique_named

    substances = known_of(proposal).substances if proposal else ()
    out.write_bytes(template_file(technique_named(technique), current_types(), substances, FileFormat(kind)))
    click.echo(f"{out}: fill it in, then: farlight samples import {out} --proposal {proposal or 'PROPOSAL'}")


@command.command()
@PROPOSAL
@click.option("--technique", required=True, help="Which samples.")
@click.option("--profile", default="", help="As which known sheet; the technique's own template when it is not said.")
@OUT
@FORMAT
def export(proposal: str, technique: str, profile: str, out: Path, kind: str) -> None:
    """Write all samples of a proposal that follow a technique: where they are, and how far."""
    django.setup()
    from farlight.samples.adapters.sheet_files import FileFormat, given_back_file  # as above
    from farlight.samples.queries.exporting import profile_for, samples_given_out
    from farlight.samples.queries.techniques import technique_named

    given = samples_given_out(proposal, technique_named(technique), profile_for(profile), {})
    out.write_bytes(given_back_file(given.rows, given.numbers, FileFormat(kind)))
    click.echo(f"{out}: {len(given.rows)} rows.")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array on stdout.")
def profiles(*, as_json: bool) -> None:
    """List the known sheets, one a line: code, technique, title."""
    from farlight.samples.queries.profiles import known_profiles  # beside the others

    every = known_profiles().values()
    rows = [{"code": p.code, "technique": p.technique, "title": p.title, "about": p.about} for p in every]
    lines = "\n".join(f"{row['code']}\t{row['technique']}\t{row['title']}" for row in rows)
    click.echo(json.dumps(rows, indent=2) if as_json else lines)
