"""The texts of mails: the site's own first, then the packaged ones of each context.

A mail has a ``NAME.subject`` and a ``NAME.txt``, in Django's template language. Both forms of the mail are made from
them: what a blank line divides are paragraphs. A site that wants another look gives ``NAME.html`` too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.utils import get_app_template_dirs
from django.utils import timezone

FOLDER = "mails"


@dataclass(frozen=True, kw_only=True)
class WrittenText:
    """A mail in words."""

    subject: str
    gist: str
    text: str
    html: str


def folders() -> list[Path]:
    """Return where texts are looked for, the first that has one counts."""
    own = settings.FARLIGHT_TEXTS_DIR
    return [*([own / FOLDER] if own else []), *map(Path, get_app_template_dirs(FOLDER))]


def engine(*, escapes: bool, unknown: str = "") -> Engine:
    """Return what makes texts. Nothing is kept: a text that the site changes counts from the next mail on.

    Parameters
    ----------
    escapes : bool
        Whether values are escaped, as HTML needs it.
    unknown : str
        What stands for a name that there is no fact of; ``%s`` in it becomes the name.
    """
    loader = ("django.template.loaders.filesystem.Loader", list(map(str, folders())))
    return Engine(loaders=[loader], autoescape=escapes, string_if_invalid=unknown)


def written(template: str, facts: Mapping[str, object], *, zone: str, unknown: str = "") -> WrittenText:
    """Write a mail.

    Parameters
    ----------
    template : str
        Name of its texts.
    facts : Mapping
        What the texts name; ``link`` is a whole address, ``link_word`` what it does.
    zone : str
        IANA name of the zone that moments are shown in.
    unknown : str
        What stands for a name that there is no fact of.

    Raises
    ------
    django.template.TemplateDoesNotExist, django.template.TemplateSyntaxError
        When a text is missing or cannot be read. The mail is then written when it is mended.
    """
    plain, escaping = engine(escapes=False, unknown=unknown), engine(escapes=True, unknown=unknown)
    with timezone.override(zone):
        subject = one_line(_made(plain, f"{template}.subject", facts))
        gist = tidied(_made(plain, f"{template}.txt", facts))
        words = {**facts, "subject": subject, "gist": gist, "paragraphs": gist.split("\n\n")}
        return WrittenText(
            subject=subject,
            gist=gist,
            text=tidied(_made(plain, "frame.txt", words)) + "\n",
            html=_made(escaping, _html_of(escaping, template), words),
        )


def _made(texts: Engine, name: str, facts: Mapping[str, object]) -> str:
    context = Context(dict(facts), autoescape=texts.autoescape, use_tz=True)
    return texts.get_template(name).render(context)


def _html_of(texts: Engine, template: str) -> str:
    try:
        texts.get_template(f"{template}.html")
    except TemplateDoesNotExist:
        return "frame.html"
    return f"{template}.html"


def one_line(text: str) -> str:
    """Return a text as a subject: one line, at most 180 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 180 else f"{line[:179]}…"  # noqa: PLR2004 - as the docstring says


def tidied(text: str) -> str:
    """Return a text without blanks at ends of lines and with single empty lines."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines)


def known_templates() -> list[str]:
    """Return the names of all mails that have texts."""
    return sorted({path.stem for path in _files() if path.suffix == ".subject"})


def _files() -> Iterable[Path]:
    return (path for folder in folders() if folder.is_dir() for path in folder.iterdir())
