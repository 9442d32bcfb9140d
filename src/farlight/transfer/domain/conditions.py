"""Conditional requests: is it still what the client has (RFC 9110, section 13)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

SETTLED_AFTER = timedelta(seconds=2)
"""A file that was written to in the last two seconds may change again within one tick of its clock."""


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What tells one state of a representation from another."""

    tag: str
    """Opaque, without quotes."""
    also: tuple[str, ...] = ()
    """What named the same state before its content was known."""
    is_content: bool = False
    """Whether the tag follows from the content, and so from nothing else."""
    modified_at: datetime
    now: datetime

    @property
    def is_strong(self) -> bool:
        """Whether the tag changes with every byte: not while the file is being written."""
        return self.is_content or self.now - self.modified_at >= SETTLED_AFTER

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that names this state."""
        return (self.tag, *self.also)

    @property
    def etag(self) -> str:
        """Value of the header ``ETag``."""
        return f'"{self.tag}"' if self.is_strong else f'W/"{self.tag}"'

    @property
    def modified_s(self) -> int:
        """The time of change as ``Last-Modified`` gives it: whole seconds since 1970."""
        return int(self.modified_at.timestamp())


_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
"""An entity tag (RFC 9110, section 8.8.3)."""


class Condition(Enum):
    """What the conditions of a request lead to."""

    SEND = "send"
    NOT_MODIFIED = "not modified"
    FAILED = "failed"


def condition_of(headers: Mapping[str, str], validators: Validators) -> Condition:
    """Evaluate ``If-Match``, ``If-Unmodified-Since``, ``If-None-Match``, ``If-Modified-Since``, in this order.

    Parameters
    ----------
    headers : Mapping of str to str
        Headers of the request; names without regard to capitals are the mapping's business.
    validators : Validators
        Those of the representation.
    """
    if "If-Match" in headers:
        if not _any_matches(headers["If-Match"], validators, strongly=True):
            return Condition.FAILED
    elif "If-Unmodified-Since" in headers:
        since = _seconds(headers["If-Unmodified-Since"])
        if since is not None and validators.modified_s > since:
            return Condition.FAILED
    if "If-None-Match" in headers:
        same = _any_matches(headers["If-None-Match"], validators, strongly=False)
        return Condition.NOT_MODIFIED if same else Condition.SEND
    since = _seconds(headers.get("If-Modified-Since", ""))
    unchanged = since is not None and validators.modified_s <= since
    return Condition.NOT_MODIFIED if unchanged else Condition.SEND


def range_counts(if_range: str, validators: Validators) -> bool:
    """Whether ``Range`` counts: there is no ``If-Range``, or it names exactly the present state, strongly."""
    if not if_range:
        return True
    if if_range.startswith(('"', "W/")):
        return validators.is_strong and if_range.strip() in {f'"{tag}"' for tag in validators.tags}
    return validators.is_strong and _seconds(if_range) == validators.modified_s


def _any_matches(header: str, validators: Validators, *, strongly: bool) -> bool:
    if header.strip() == "*":
        return True
    for weak, tag in _TAG.findall(header):
        if tag in validators.tags and (not strongly or (validators.is_strong and not weak)):
            return True
    return False


def _seconds(http_date: str) -> int | None:
    try:
        parsed = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())
