"""The door of mails."""

from farlight.mail.adapters.links import whole_address
from farlight.mail.queries import mail_preview, pace_of
from farlight.mail.services.preferences import choose_pace
from farlight.mail.services.sending import keep_mails_going
from farlight.mail.services.writing import write_mails

__all__ = ["choose_pace", "keep_mails_going", "mail_preview", "pace_of", "whole_address", "write_mails"]
