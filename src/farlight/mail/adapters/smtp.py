"""The SMTP server: what it took, what it refused, and when it is not there."""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.utils import formataddr
from enum import StrEnum
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from farlight.kernel.errors import Unavailable

log = logging.getLogger(__name__)

PERMANENT = 500
"""Replies from this number on are for good (RFC 5321, section 4.2.1)."""
LONGEST_REASON = 400


class Answer(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"
    REFUSED = "refused"
    """For good: trying again helps nobody."""
    PUT_OFF = "put_off"
    """For now."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server made of a mail, and what it said."""

    answer: Answer
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A mail as it goes over the line."""

    message_id: str
    name: str
    address: str
    subject: str
    text: str
    html: str
    unsubscribe: str
    """Whole address that a mail program may post to."""
    thread_id: str = ""
    """Message-ID-like name that keeps mails together; empty for none."""


class FacilityServer(EmailBackend):
    """Django's way to an SMTP server, as the deployment describes it; accounts' own mails go through it too."""

    def __init__(self, *, fail_silently: bool = False, **others: Any) -> None:
        mail = settings.DEPLOYMENT.mail
        super().__init__(
            host=mail.host,
            port=mail.port,
            username=mail.user,
            password=mail.password.get_secret_value(),
            use_tls=mail.security == "starttls",
            use_ssl=mail.security == "tls",
            timeout=mail.timeout_s,
            fail_silently=fail_silently,
            **others,
        )

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """Certificates are checked; the house's own authority may be added to the system's."""
        context = ssl.create_default_context()
        if settings.DEPLOYMENT.mail.ca_file:
            context.load_verify_locations(cafile=settings.DEPLOYMENT.mail.ca_file)
        return context


class Line:
    """A connection to the configured server; opened when the first mail goes, and anew after it broke."""

    def __init__(self) -> None:
        self._server: FacilityServer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()

    def send(self, envelope: Envelope) -> Reply:
        """Hand a mail over.

        Raises
        ------
        farlight.kernel.errors.Unavailable
            When the server is not there, or lets us not in: no mail can be sent.
        """
        server = self._open()
        message = message_of(envelope)
        try:
            server.send_messages([message])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            if not isinstance(error, smtplib.SMTPRecipientsRefused | ValueError):
                self._let_go()
            return reply_after(error)
        return Reply(answer=Answer.TAKEN)

    def _open(self) -> FacilityServer:
        if self._server is None:
            server = FacilityServer(fail_silently=False)
            try:
                server.open()
            except (smtplib.SMTPException, OSError) as error:
                _close(server)
                raise Unavailable(f"The mail server does not let us in: {_words(str(error))}") from error
            self._server = server
        return self._server

    def _let_go(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            _close(server)


def _close(server: FacilityServer) -> None:
    """Take leave of a server, which may be gone already."""
    try:
        server.close()
    except (smtplib.SMTPException, OSError) as error:
        log.info("The mail server did not say goodbye: %s", error)


def message_of(envelope: Envelope) -> EmailMultiAlternatives:
    """Return the message: plain text and HTML, marked so that no machine answers it."""
    headers = {
        "Message-ID": envelope.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{envelope.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if envelope.thread_id:
        headers |= {"References": envelope.thread_id, "In-Reply-To": envelope.thread_id}
    mail = settings.DEPLOYMENT.mail
    message = EmailMultiAlternatives(
        subject=envelope.subject,
        body=envelope.text,
        from_email=mail.sender,
        to=[formataddr((" ".join(envelope.name.split()), envelope.address))],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(envelope.html, "text/html")
    return message


def reply_after(error: smtplib.SMTPException | OSError | ValueError) -> Reply:
    """Return what an error means for the mail. A refused sender is our fault, not the mail's: it is tried again."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _reply(*next(iter(error.recipients.values())))
        case smtplib.SMTPSenderRefused():
            return Reply(answer=Answer.PUT_OFF, reason=f"The sender was refused: {_words(error.smtp_error)}")
        case smtplib.SMTPResponseException():
            return _reply(error.smtp_code, error.smtp_error)
        case ValueError() if not isinstance(error, OSError):
            return Reply(answer=Answer.REFUSED, reason=f"It cannot be addressed: {_words(str(error))}")
    return Reply(answer=Answer.PUT_OFF, reason=f"The line broke: {_words(str(error))}")


def _reply(code: int, said: bytes | str) -> Reply:
    answer = Answer.REFUSED if code >= PERMANENT else Answer.PUT_OFF
    return Reply(answer=answer, reason=f"{code} {_words(said)}")


def _words(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:LONGEST_REASON]
