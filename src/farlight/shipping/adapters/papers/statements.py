"""The documents of a parcel: contents, invoice, statements, pins."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from farlight.kernel.countries import country_name
from farlight.shipping.adapters.papers.documents import facts_table, grid, heading, room_pt, words
from farlight.shipping.adapters.papers.fonts import MISSING, lacks_letters
from farlight.shipping.adapters.papers.labels import address_lines, moment_text
from farlight.shipping.adapters.papers.texts import exists, paper_text
from farlight.shipping.domain.papers import colour_mark, counted, destination_line, kind_line, measures_line
from farlight.shipping.types.papers import PackedPiece, PaperFacts, PaperSize

TICK = "☐"


def contents_story(facts: PaperFacts, size: PaperSize) -> list[Flowable]:
    """Return the list of all that is in a parcel."""
    room = room_pt(size)
    story: list[Flowable] = [
        facts_table(
            [
                ("Parcel", kind_line(facts)),
                ("Sent for", destination_line(facts)),
                ("Start", moment_text(facts.session_start, facts.time_zone)),
                ("Local contact", facts.local_contact),
                ("From", ", ".join(address_lines(facts.sender))),
                ("Hazard colour", colour_mark(facts.colour)[0]),
                ("Conditions", facts.conditions),
                ("Contents mark", facts.content_hash),
                ("In it", f"{counted(len(facts.containers), 'container')}, {counted(facts.pieces, 'sample')}"),
            ],
            room_pt=room,
        )
    ]
    for container in facts.containers:
        story.append(heading(f"{container.name} ({container.kind})"))
        story.append(_pieces(container.pieces, room, ticks=False))
    if facts.loose:
        story += [heading("Samples beside containers"), _pieces(facts.loose, room, ticks=False)]
    if facts.tools:
        story += [heading("Tools"), grid([["Tool"], *([tool] for tool in facts.tools)], [1], room_pt=room)]
    return [*story, *_remark_on_letters(facts)]


def pins_story(facts: PaperFacts, size: PaperSize) -> list[Flowable]:
    """Return the list of pins, with boxes to tick when packing."""
    room = room_pt(size)
    story: list[Flowable] = [words("Tick what you have put in. Positions count as the container's own marks.")]
    for container in facts.containers:
        story.append(heading(f"{container.name} ({container.kind})"))
        story.append(_pieces(container.pieces, room, ticks=True))
    return [*story, *_remark_on_letters(facts)]


def _pieces(pieces: Sequence[PackedPiece], room: float, *, ticks: bool) -> Flowable:
    if not pieces:
        return words("Empty.")
    head = ["Position", "Sample", "Substance", "Pin or code", "Colour"]
    rows = [
        [
            piece.slot,
            piece.sample,
            f"{piece.acronym} {piece.substance}".strip(),
            piece.barcode,
            piece.colour or "none yet",
        ]
        for piece in pieces
    ]
    widths = [1.2, 2.6, 3.4, 2, 1.2]
    if ticks:
        head, rows, widths = ["", *head], [[TICK, *row] for row in rows], [0.5, *widths]
    return grid([head, *rows], widths, room_pt=room)


def _remark_on_letters(facts: PaperFacts) -> list[Flowable]:
    said = [p.sample + p.substance for c in facts.containers for p in c.pieces] + [p.sample for p in facts.loose]
    if not lacks_letters(*said, *address_lines(facts.sender), facts.name):
        return []
    remark = f"{MISSING} stands for letters that the font of these papers does not have."
    return [Spacer(0, 3 * mm), words(remark, size_pt=8)]


def invoice_story(facts: PaperFacts, size: PaperSize) -> list[Flowable]:
    """Return the proforma invoice; what nobody has said is left open, to be filled in by hand."""
    room, text = room_pt(size), paper_text("invoice", facts, zone=facts.time_zone)
    value = f"{facts.declared_value:.2f} {facts.currency}"
    return [
        facts_table(
            [
                ("Shipper", _party(facts, is_sender=True)),
                ("Consignee", _party(facts, is_sender=False)),
                ("Incoterm", f"{facts.incoterm} (Incoterms 2020)"),
                ("Date", moment_text(facts.printed_at, facts.time_zone)),
                ("Air waybill", f"{facts.courier} {facts.tracking}".strip() or "____________________"),
                ("Gross weight", f"{facts.weight_kg:g} kg" if facts.weight_kg else "____________________"),
                ("Size", measures_line(facts)),
                ("Pieces", "1"),
            ],
            room_pt=room,
        ),
        heading("Goods"),
        grid(_goods(facts, text.said), [0.6, 5, 1, 2, 2, 2.2], room_pt=room),
        Spacer(0, 2 * mm),
        words(f"Total value for customs: {value}", bold=True, after_pt=6),
        *(words(paragraph, after_pt=6) for paragraph in text.paragraphs),
        Spacer(0, 12 * mm),
        words("Place, date, name and signature: ______________________________________________"),
    ]


def _party(facts: PaperFacts, *, is_sender: bool) -> str:
    address = facts.sender if is_sender else facts.facility
    return "\n".join([*address_lines(address), f"EORI {address.eori or '____________________'}"])


def _goods(facts: PaperFacts, said: object) -> list[list[str]]:
    known: dict[str, str] = dict(said)  # type: ignore[call-overload]
    origin = country_name(facts.sender.country) or facts.sender.country
    blank = "__________"
    samples = counted(facts.pieces, "sample")
    goods = [(f"{known.get('Goods-samples', 'Samples')}: {samples}", known.get("HS-samples"), facts.pieces)]
    if facts.dewar or facts.is_cold:
        goods.append((f"{known.get('Goods-dewar', 'Dewar')} {facts.dewar}".rstrip(), known.get("HS-dewar"), 1))
    if facts.tools:
        goods.append(
            (f"{known.get('Goods-tools', 'Tools')}: {', '.join(facts.tools)}", known.get("HS-tools"), len(facts.tools))
        )
    first = f"{facts.declared_value:.2f} {facts.currency}"
    rows = [
        [str(number), what, str(count), code or blank, origin, first if number == 1 else "in line 1"]
        for number, (what, code, count) in enumerate(goods, start=1)
    ]
    return [["", "Description", "Qty", "HS code", "Origin", "Value"], *rows]


def statement_story(name: str, facts: PaperFacts, size: PaperSize) -> list[Flowable]:
    """Return a statement about a parcel: where it goes, then the site's text."""
    text = paper_text(name, facts, zone=facts.time_zone)
    return [
        facts_table(
            [
                ("Parcel", f"{kind_line(facts)}"),
                ("From", ", ".join(address_lines(facts.sender))),
                ("To", ", ".join(address_lines(facts.facility))),
                ("Air waybill", f"{facts.courier} {facts.tracking}".strip()),
            ],
            room_pt=room_pt(size),
        ),
        Spacer(0, 5 * mm),
        *(words(paragraph, size_pt=10.5, after_pt=8) for paragraph in text.paragraphs),
    ]


def dangerous_story(facts: PaperFacts, size: PaperSize) -> list[Flowable]:
    """Return what is known of the dangerous goods in a parcel, by UN number."""
    rows = [["UN number", "Substance", "Amount"]]
    rows += [[f"UN {d.un_number}", d.name, d.amount or "not said"] for d in facts.dangerous]
    story = [*statement_story("dangerous-goods", facts, size), grid(rows, [1.5, 5, 2], room_pt=room_pt(size))]
    for number in sorted({d.un_number for d in facts.dangerous}):
        name = f"un{number}" if exists(f"un{number}") else "un-other"
        note = paper_text(name, facts, zone=facts.time_zone)
        title = note.title if name != "un-other" else f"UN {number}"
        story += [heading(title), *(words(paragraph, after_pt=4) for paragraph in note.paragraphs)]
    return story
