"""What is stuck onto a parcel: the tracking label and the two address labels."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from farlight.kernel.countries import country_name
from farlight.shipping.adapters.papers.codes import draw_code_128, draw_qr
from farlight.shipping.adapters.papers.fonts import draw_line, width_pt
from farlight.shipping.adapters.papers.sheets import MARGIN_MM, ROOM_MM, WIDTH_MM, Sheet
from farlight.shipping.adapters.papers.texts import paper_text
from farlight.shipping.domain.codes import spelled
from farlight.shipping.domain.papers import (
    MARK_DIGITS,
    colour_mark,
    container_lines,
    counted,
    destination_line,
    kind_line,
    measures_line,
)
from farlight.shipping.types.papers import PaperFacts, PaperSize
from farlight.shipping.types.summaries import Address

QR_MM = 42.0
_FILLS = {"circle": "#1a7f37", "triangle": "#f2c200", "octagon": "#c62828", "square": "#ffffff"}
_CORNERS = {
    "triangle": ((0.0, 0.0), (1.0, 0.0), (0.5, 0.9)),
    "octagon": ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)),
    "square": ((0.05, 0.05), (0.95, 0.05), (0.95, 0.95), (0.05, 0.95)),
}


def draw_label(canvas: Canvas, facts: PaperFacts, size: PaperSize) -> None:
    """Draw the tracking label, on a page of its own."""
    sheet = Sheet(canvas, size)
    _draw_colour(sheet, facts.colour)
    sheet.line(kind_line(facts), 13, bold=True, room_mm=ROOM_MM - 34)
    sheet.line(destination_line(facts), 11, bold=True, room_mm=ROOM_MM - 34)
    sheet.down_mm = 17.0
    sheet.rule(gap_mm=1.0)
    _draw_codes(sheet, facts)
    sheet.rule(gap_mm=0.8)
    sheet.fact("Start", moment_text(facts.session_start, facts.time_zone), bold=True)
    sheet.fact("Local contact", facts.local_contact)
    sheet.fact("From", one_line_address(facts.sender))
    sheet.fact("To", one_line_address(facts.facility))
    sheet.rule(gap_mm=0.8)
    _draw_contents(sheet, facts)
    _draw_foot(sheet, facts)
    sheet.end()


def _draw_colour(sheet: Sheet, colour: str) -> None:
    """Draw the hazard colour as a shape and a word: printed in black it says the same."""
    word, shape = colour_mark(colour)
    size_pt, side_pt = (10.0, 8 * mm) if len(word) < 8 else (7.5, 8 * mm)  # noqa: PLR2004 - a long word is set smaller
    right_pt = (WIDTH_MM - MARGIN_MM) * mm
    x_pt, y_pt = right_pt - side_pt, sheet.y_pt(MARGIN_MM) - side_pt
    canvas = sheet.canvas
    canvas.setFillColor(HexColor(_FILLS[shape]))
    canvas.setLineWidth(1.2)
    if shape == "circle":
        canvas.circle(x_pt + side_pt / 2, y_pt + side_pt / 2, side_pt / 2, stroke=1, fill=1)
    else:
        path = canvas.beginPath()
        (first_x, first_y), *others = _CORNERS[shape]
        path.moveTo(x_pt + first_x * side_pt, y_pt + first_y * side_pt)
        for corner_x, corner_y in others:
            path.lineTo(x_pt + corner_x * side_pt, y_pt + corner_y * side_pt)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    canvas.setFillColor(black)
    wide_pt = width_pt(word, size_pt, bold=True)
    draw_line(canvas, x_pt - wide_pt - 2 * mm, y_pt + side_pt / 2 - size_pt * 0.36, word, size_pt=size_pt, bold=True)


def _draw_codes(sheet: Sheet, facts: PaperFacts) -> None:
    """Draw the QR code, and beside it the code for people and the mark of the contents."""
    top_mm, left_mm = sheet.down_mm, MARGIN_MM + QR_MM + 3
    room_mm = ROOM_MM - QR_MM - 3
    draw_qr(sheet.canvas, facts.scan_address, MARGIN_MM * mm, sheet.y_pt(top_mm + QR_MM), QR_MM * mm)
    sheet.down_mm += 1.5
    for part in spelled(facts.code).split("-"):
        sheet.line(part, 23, bold=True, x_mm=left_mm, room_mm=room_mm)
    sheet.down_mm += 1.0
    sheet.line("Contents", 7, x_mm=left_mm, room_mm=room_mm)
    sheet.line(facts.content_hash[:MARK_DIGITS], 11, bold=True, x_mm=left_mm, room_mm=room_mm)
    sheet.down_mm = top_mm + QR_MM


def _draw_contents(sheet: Sheet, facts: PaperFacts) -> None:
    lines = container_lines(facts.containers)
    if facts.loose:
        lines.append(f"{counted(len(facts.loose), 'sample')} beside containers")
    lines += [f"Tool: {tool}" for tool in facts.tools[:3]]
    half_mm = ROOM_MM / 2
    for row in range(0, len(lines), 2):
        at_mm = sheet.down_mm
        for number, line in enumerate(lines[row : row + 2]):
            sheet.down_mm = at_mm
            sheet.line(line, 7.5, x_mm=MARGIN_MM + number * half_mm, room_mm=half_mm - 2)
    if facts.conditions:
        sheet.lines(f"Conditions: {facts.conditions}", 7.5, bold=True, most=2)
    sheet.rule(gap_mm=0.8)
    first, *others = paper_text("label", facts, zone=facts.time_zone).paragraphs
    sheet.lines(first, 8, bold=True, most=3)
    for paragraph in others:
        sheet.lines(paragraph, 7, most=2)


def _draw_foot(sheet: Sheet, facts: PaperFacts) -> None:
    """Draw the Code 128 of the code for old readers, with the code in plain letters below."""
    code = facts.code.upper()
    sheet.canvas.setFillColor(white)
    sheet.canvas.rect(0.5 * mm, 0.5 * mm, (WIDTH_MM - 1) * mm, 22.5 * mm, stroke=0, fill=1)
    sheet.canvas.setFillColor(black)
    draw_code_128(sheet.canvas, code, MARGIN_MM * mm, 9 * mm, ROOM_MM * mm, 13 * mm)
    sheet.down_mm = 142.0
    printed = f"Printed {moment_text(facts.printed_at, facts.time_zone)}"
    sheet.line(f"{spelled(facts.code)}    {printed}", 7)


def draw_address(canvas: Canvas, facts: PaperFacts, size: PaperSize, *, is_return: bool) -> None:
    """Draw an address label, on a page of its own."""
    to, by = (facts.return_to, facts.facility) if is_return else (facts.facility, facts.sender)
    sheet = Sheet(canvas, size)
    sheet.line("RETURN" if is_return else "TO", 12, bold=True, gap_mm=1)
    _draw_big_address(sheet, to)
    sheet.rule()
    sheet.line("FROM", 9, bold=True)
    for line in address_lines(by):
        sheet.lines(line, 8, most=2)
    sheet.rule()
    sheet.fact("Parcel", f"{kind_line(facts)}, {spelled(facts.code)}")
    courier, tracking = (facts.return_courier, facts.return_tracking) if is_return else (facts.courier, facts.tracking)
    sheet.fact("Courier", f"{courier} {tracking}".strip(), bold=True)
    sheet.fact("Proposal", "" if is_return else destination_line(facts))
    sheet.fact("Weight", f"{facts.weight_kg:g} kg" if facts.weight_kg else "")
    sheet.fact("Size", measures_line(facts))
    _draw_foot(sheet, facts)
    sheet.end()


def _draw_big_address(sheet: Sheet, address: Address) -> None:
    for number, line in enumerate(address_lines(address)):
        sheet.lines(line, 14 if number else 15, bold=number == 0, most=3)


def address_lines(address: Address) -> list[str]:
    """Return an address as it stands on a parcel, the country last and in capitals."""
    place = f"{address.postcode} {address.city}".strip()
    country = (country_name(address.country) or address.country).upper()
    reach = ", ".join(part for part in (address.phone, address.email) if part)
    lines = [address.institute, address.name, *address.street.splitlines(), place, address.region, country, reach]
    return [line for line in lines if line]


def one_line_address(address: Address) -> str:
    """Return where an address is, in one line."""
    parts = (address.institute, address.city, country_name(address.country) or address.country)
    return ", ".join(part for part in parts if part)


def moment_text(moment: datetime | None, zone: str) -> str:
    """Return a moment with its day of the week and zone; empty for none."""
    if moment is None:
        return ""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M %Z}"
