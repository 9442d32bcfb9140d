"""Questions about mails."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db.models import QuerySet

from farlight.kernel.paging import LARGEST_PAGE, Page, page_of, whole_number
from farlight.mail.access import mail_for
from farlight.mail.adapters.texts import written
from farlight.mail.models import Mail, Preference
from farlight.mail.types import MailPreview, MailState, MailSummary, MailText, Pace
from farlight.people.types import Actor

DEFAULT_PACE = Pace.AT_ONCE
_UNKNOWN = "\ufffd"


def summary_of(row: Mail) -> MailSummary:
    """Return a mail as others see it; the row must come with its person."""
    return MailSummary(
        code=row.code,
        person_name=row.person.full_name,
        address=row.address or row.person.email,
        subject=row.subject,
        template=row.template,
        state=MailState(row.state),
        needs_person=row.needs_person,
        written_at=row.written_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        reason=row.reason,
    )


def mails_page(rows: QuerySet[Mail], *, cursor: str = "", limit: int = 50) -> Page[MailSummary]:
    """Return a page of some mails, newest first, those before the cursor: one query."""
    before = whole_number(cursor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    limit = min(max(limit, 1), LARGEST_PAGE)
    found = list(rows.defer("text", "html", "gist").order_by("-pk")[: limit + 1])
    page = page_of(found, limit=limit, cursor=lambda row: str(row.pk))
    return Page(items=tuple(summary_of(row) for row in page.items), next_cursor=page.next_cursor)


def mail_text(person: Actor, code: str) -> MailText:
    """Return what a mail says.

    Raises
    ------
    NotFound
        When there is none, or it is to somebody else.
    """
    row = mail_for(person, code)
    return MailText(summary=summary_of(row), text=row.text, html=row.html)


def pace_of(person: Actor) -> Pace:
    """Return how often somebody wants mails."""
    return paces_of([person.pk])[person.pk]


def paces_of(people: Collection[int]) -> dict[int, Pace]:
    """Return how often each of some people wants mails, by their keys: one query."""
    chosen = Preference.objects.filter(person_id__in=people).values_list("person_id", "pace")
    return dict.fromkeys(people, DEFAULT_PACE) | {person: Pace(pace) for person, pace in chosen}


def mail_preview(template: str, facts: Mapping[str, object]) -> MailPreview:
    """Return what a letter would say to somebody.

    Raises
    ------
    django.template.TemplateDoesNotExist, django.template.TemplateSyntaxError
        When a text is missing or cannot be read.
    """
    usual = dict.fromkeys(("person", "facility", "link", "link_word", "settings_link", "foot"), "")
    words = written(template, {**usual, **facts}, zone=settings.TIME_ZONE, unknown=f"{_UNKNOWN}%s{_UNKNOWN}")
    parts = f"{words.subject} {words.gist}".split(_UNKNOWN)
    return MailPreview(subject=words.subject, text=words.text, unknown=tuple(sorted(set(parts[1::2]))))
