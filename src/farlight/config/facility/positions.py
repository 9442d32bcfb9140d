"""In which line of a TOML text each key stands: ``tomllib`` reads values but forgets where they were."""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys and indices from the top: ``("person", 2, "email")``."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_STRINGS = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        r'"""(?:[^\\]|\\.)*?"{3,5}',
        r"'''.*?'{3,5}",
        r'"(?:[^"\\]|\\.)*"',
        r"'[^']*'",
    )
)


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line, from 1, of every table, array element and key of a TOML text that ``tomllib`` accepts."""
    return _Scanner(text).scan()


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of a path, or of the nearest table around it that is written down; 1 when there is none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scanner:
    """Walks once through the text. It need not tell right from wrong: that was done before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._elements: dict[Path, int] = {}
        """How many elements each array of tables has so far."""

    def scan(self) -> Mapping[Path, int]:
        table: Path = ()
        self._skip_blank()
        while self._at < len(self._text):
            if self._takes("[["):
                table = self._header("]]", is_element=True)
            elif self._takes("["):
                table = self._header("]", is_element=False)
            else:
                self._pair(table)
            self._skip_blank()
        return self._lines

    def _header(self, end: str, *, is_element: bool) -> Path:
        names = self._dotted_key()
        path: Path = ()
        for name in names[:-1]:
            path = self._newest((*path, name))
        path = (*path, names[-1])
        if is_element:
            self._note(path)
            self._elements[path] = self._elements.get(path, -1) + 1
            path = (*path, self._elements[path])
        else:
            path = self._newest(path)
        self._note(path)
        self._skip_blank()
        self._takes(end)
        return path

    def _newest(self, path: Path) -> Path:
        """A name that an array of tables has means its newest element."""
        return (*path, self._elements[path]) if path in self._elements else path

    def _pair(self, table: Path) -> None:
        path = table
        for name in self._dotted_key():
            path = (*path, name)
            self._note(path)
        self._skip_blank()
        self._takes("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip_blank()
        if self._takes("["):
            self._array(path)
        elif self._takes("{"):
            self._inline_table(path)
        elif not self._string():
            found = _SCALAR.match(self._text, self._at)
            self._at = found.end() if found else self._at + 1

    def _array(self, path: Path) -> None:
        index = 0
        while not self._ends("]"):
            self._note((*path, index))
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        while not self._ends("}"):
            self._pair(path)

    def _ends(self, bracket: str) -> bool:
        """Go over blanks and a comma; whether the bracket, or the text, ends there."""
        self._skip_blank()
        self._takes(",")
        self._skip_blank()
        return self._takes(bracket) or self._at >= len(self._text)

    def _dotted_key(self) -> list[str]:
        names = [self._key()]
        self._skip_spaces()
        while self._takes("."):
            self._skip_spaces()
            names.append(self._key())
            self._skip_spaces()
        return names

    def _key(self) -> str:
        self._skip_spaces()
        start = self._at
        if self._string():
            return self._text[start + 1 : self._at - 1]
        found = _BARE_KEY.match(self._text, self._at)
        self._at = found.end() if found else self._at + 1
        return self._text[start : self._at]

    def _string(self) -> bool:
        for form in _STRINGS:
            found = form.match(self._text, self._at)
            if found:
                self._at = found.end()
                return True
        return False

    def _note(self, path: Path) -> None:
        self._lines.setdefault(path, self._text.count("\n", 0, self._at) + 1)

    def _takes(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _skip_blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _skip_spaces(self) -> None:
        while self._text.startswith((" ", "\t"), self._at):
            self._at += 1
