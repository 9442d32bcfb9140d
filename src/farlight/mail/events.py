"""What happens to mails. ``mail`` is the mail's code; what it says is read from the mail."""

from farlight.kernel.events import Event


class MailsWritten(Event):
    """Mails of one cause were written, to these people."""

    cause: str
    template: str
    people: tuple[str, ...]


class MailSent(Event):
    """The mail server has taken a mail."""

    mail: str
    person: str


class MailPutOff(Event):
    """The mail server did not take a mail for the first time; it is tried again."""

    mail: str
    person: str
    reason: str


class MailNotDelivered(Event):
    """The mail server refused a mail for good, or did not take it for days."""

    mail: str
    person: str
    reason: str


class MailSentAgain(Event):
    """Somebody let a mail that was not delivered be tried again."""

    mail: str
    person: str


class PaceChosen(Event):
    """Somebody chose how often mails come."""

    person: str
    pace: str
