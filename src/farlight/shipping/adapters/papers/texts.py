"""The texts of papers: the site's own first, then the packaged ones. Each says until when somebody has looked at it.

A text begins with lines ``Key: value``, then an empty line, then paragraphs in Django's template language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone

PACKAGED = Path(__file__).parents[2] / "papers"
REVIEW = "Review-by"


@dataclass(frozen=True, kw_only=True)
class PaperText:
    """A text, ready to be printed."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    review_by: date | None
    """Until when it counts as looked at; None when the text does not say."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What its head says beside."""

    def is_overdue(self, today: date) -> bool:
        """Whether somebody should look at it again."""
        return self.review_by is None or self.review_by < today


def exists(name: str) -> bool:
    """Whether there is such a text."""
    return _path_of(name).exists()


def paper_text(name: str, facts: object, *, zone: str) -> PaperText:
    """Return a text about a parcel.

    Raises
    ------
    FileNotFoundError
        When there is no such text.
    django.template.TemplateSyntaxError
        When it cannot be read.
    """
    head, _, body = _path_of(name).read_text(encoding="utf-8").partition("\n\n")
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    with timezone.override(zone):
        words = Engine(autoescape=False).from_string(body).render(Context({"parcel": facts}, autoescape=False))
    paragraphs = (" ".join(part.split()) for part in words.split("\n\n"))
    return PaperText(
        name=name,
        title=said.get("Title", name),
        paragraphs=tuple(part for part in paragraphs if part),
        review_by=_day(said.get(REVIEW, "")),
        said=said,
    )


def _path_of(name: str) -> Path:
    own = settings.FARLIGHT_TEXTS_DIR
    theirs = own / "papers" / f"{name}.txt" if own else None
    return theirs if theirs and theirs.exists() else PACKAGED / f"{name}.txt"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
