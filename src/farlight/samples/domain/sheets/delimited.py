"""Text with separators: which letters, which separator, which lines."""

import csv
import io
import re
from collections.abc import Iterator

from farlight.samples.domain.sheets.grid import (
    MOST_BYTES,
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    FileKind,
    Row,
    SheetReading,
    storable,
)
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, info, warning

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS = "\t;,|"
_SAYS_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*\r?\n", re.IGNORECASE)
_LINES_TO_LOOK_AT = 50
_MOSTLY = 0.6
csv.field_size_limit(MOST_BYTES)  # of the whole process: nobody may lower it while another one reads
_TIDY = "Save it as CSV in UTF-8."


def read_delimited(content: bytes) -> SheetReading:
    """Read text with separators.

    Parameters
    ----------
    content : bytes
        The whole file, at most ``MOST_BYTES``.
    """
    text, encoding, problems = decoded(content)
    if text is None:
        return SheetReading(kind=FileKind.TEXT, problems=tuple(problems))
    said = _SAYS_SEPARATOR.match(text)
    delimiter = said.group(1) if said else separator_of(text)
    if said:
        text = "\n" + text[said.end() :]  # the line counts
    rows, more = _rows_of(text, delimiter)
    problems += more
    return SheetReading(
        kind=FileKind.TEXT, rows=tuple(rows), problems=tuple(problems), delimiter=delimiter, encoding=encoding
    )


def decoded(content: bytes) -> tuple[str | None, str, list[SheetProblem]]:
    """Return the text, the name of its encoding, and what was odd; no text when it is none."""
    encoding = _encoding_of(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        message = "The file is neither text nor a workbook."
        return None, encoding, [error(Trouble.FILE, message, "Save it as .xlsx or as CSV in UTF-8.")]
    problems = []
    if encoding in {"cp1252", "latin-1"}:
        message = "The file is not in UTF-8; it was read as Western European text (Windows-1252)."
        problems.append(warning(Trouble.ENCODING, message, f"Look whether é, µ, Å and the like are right. {_TIDY}"))
    elif encoding.startswith(("utf-16", "utf-32")):
        problems.append(info(Trouble.ENCODING, f"The file is in {encoding.upper()}; that is fine.", ""))
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        message = "The file has NUL characters, as a damaged file or a disk image has."
        problems.append(error(Trouble.FILE, message, f"Look at line {line}, and save the file again.", row=line))
        text = storable(text)
    return text, encoding, problems


def _encoding_of(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:4000]
    most = len(head) // 2 * _MOSTLY
    if most and head[1::2].count(0) > most:
        return "utf-16-le"
    if most and head[::2].count(0) > most:
        return "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def separator_of(text: str) -> str:
    """Return the separator that divides the first lines most alike; a comma when none does."""
    lines = [line for line in text[:200_000].splitlines()[:_LINES_TO_LOOK_AT] if line.strip()]
    lines = [line for line in lines if not line.startswith("#")] or lines
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = [_count_outside_quotes(line, separator) for line in lines]
        filled = [count for count in counts if count]
        if not filled:
            continue
        usual = max(set(filled), key=filled.count)
        score = counts.count(usual) / len(counts) * (1 + min(usual, 40) / 40)
        if score > best_score:
            best, best_score = separator, score
    return best


def _count_outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])


def _rows_of(text: str, delimiter: str) -> tuple[list[Row], list[SheetProblem]]:
    unclosed = _unclosed_quote(text, delimiter)
    lines = _tolerant_lines(text, delimiter) if unclosed else _lines(text, delimiter)
    problems = [unclosed] if unclosed else []
    rows: list[Row] = []
    for number, texts in lines:
        row = Row(number, tuple(texts[:MOST_COLUMNS]))
        if row.is_empty:
            continue
        if len(rows) >= MOST_ROWS:
            problems.append(too_many_rows())
            break
        problems += _odd_cells(number, texts, is_width_told=any(p.column is None and p.row for p in problems))
        rows.append(row)
    return [_shortened(row) for row in rows], problems


def _odd_cells(number: int, texts: list[str], *, is_width_told: bool) -> list[SheetProblem]:
    problems = []
    if not is_width_told and len(texts) > MOST_COLUMNS and any(text.strip() for text in texts[MOST_COLUMNS:]):
        problems.append(too_many_columns(number))
    for column, text in enumerate(texts[:MOST_COLUMNS]):
        if len(text) > MOST_CELL_CHARACTERS:
            problems.append(too_long(number, column, len(text)))
    return problems


def _shortened(row: Row) -> Row:
    if all(len(text) <= MOST_CELL_CHARACTERS for text in row.texts):
        return row
    return Row(row.number, tuple(text[:MOST_CELL_CHARACTERS] for text in row.texts), row.kinds)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield lines with the number at which each begins; a cell in quotation marks may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for texts in reader:
        yield begins, texts
        begins = reader.line_num + 1


def _tolerant_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield lines as if there were no quotation marks."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, [part.strip('"') for part in line.split(delimiter)]


def _unclosed_quote(text: str, delimiter: str) -> SheetProblem | None:
    """Find a quotation mark that opens a cell and is never closed; it would swallow the rest of the file."""
    if text.count('"') % 2 == 0:
        return None
    opens = re.compile(rf'(?:^|[{re.escape(delimiter)}])[^\S\r\n\t]*"(?:[^"]|"")*\Z', re.MULTILINE)
    line = next(
        (number for number, part in enumerate(text.splitlines(), start=1) if part.count('"') % 2),
        1,
    )
    if not opens.search(text):
        return None
    remedy = f"Look at line {line}: close the quotation mark or delete it."
    return error(Trouble.QUOTES, "A quotation mark is opened and never closed.", remedy, row=line)


def too_many_rows() -> SheetProblem:
    """Say that a sheet has more rows than are read."""
    message = f"The sheet has more than {MOST_ROWS} filled rows; it was not read further."
    return error(Trouble.TOO_LARGE, message, "Split it into several sheets; delete rows that are not samples.")


def too_many_columns(row: int) -> SheetProblem:
    """Say that a row has more cells than are read."""
    message = f"There are cells beyond column {MOST_COLUMNS}, first in this row."
    return error(Trouble.TOO_LARGE, message, "Delete what is not needed there.", row=row)


def too_long(row: int, column: int, characters: int) -> SheetProblem:
    """Say that a cell is too long."""
    message = f"This cell has {characters} characters; up to {MOST_CELL_CHARACTERS} are read."
    remedy = "Shorten it; longer texts go into a file that you attach."
    return error(Trouble.LONG_TEXT, message, remedy, row=row, column=column)
