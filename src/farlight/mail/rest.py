"""Mails by REST: one's own, and how often they come."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from farlight.kernel.paging import LARGEST_PAGE
from farlight.mail import queries
from farlight.mail.access import own_mails
from farlight.mail.services import preferences
from farlight.mail.types import MailState, Pace
from farlight.people.public import person_of

router = Router(tags=["mails"])


class MailOut(Schema):
    """A mail to whoever asks."""

    code: str
    subject: str
    state: MailState
    needs_person: bool
    written_at: datetime
    sent_at: datetime | None


class MailsOut(Schema):
    """A page of mails, newest first."""

    items: list[MailOut]
    next_cursor: str | None


class MailTextOut(MailOut):
    """A mail with what it says."""

    text: str


class PaceBody(Schema):
    """How often mails come."""

    pace: Pace


@router.get("/mails", operation_id="own_mails", response=MailsOut)
def list_mails(
    request: HttpRequest, cursor: str = "", limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50
) -> dict[str, object]:
    """Return the mails to whoever asks, newest first."""
    page = queries.mails_page(own_mails(person_of(request)), cursor=cursor, limit=limit)
    return {"items": [asdict(mail) for mail in page.items], "next_cursor": page.next_cursor}


@router.get("/mails/{code}", operation_id="mail_text", response=MailTextOut)
def mail_text(request: HttpRequest, code: str) -> dict[str, object]:
    """Return what a mail says; those who look after accounts may read all."""
    mail = queries.mail_text(person_of(request), code)
    return {**asdict(mail.summary), "text": mail.text}


@router.get("/mail-pace", operation_id="mail_pace", response=PaceBody)
def mail_pace(request: HttpRequest) -> dict[str, Pace]:
    """Return how often mails come to whoever asks."""
    return {"pace": queries.pace_of(person_of(request))}


@router.put("/mail-pace", operation_id="choose_pace", response=PaceBody)
def choose_pace(request: HttpRequest, body: PaceBody) -> dict[str, Pace]:
    """Choose how often mails come."""
    preferences.choose_pace(person=person_of(request), pace=body.pace)
    return {"pace": body.pace}
