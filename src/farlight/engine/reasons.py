"""Errors of devices and disks, said so that a person can act on them."""

import errno
from collections.abc import Iterator

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR})


def reason_for(error: BaseException) -> str:
    """Why a collection failed, as a sentence or two: what happened and what to do."""
    cause = _root(error)
    if isinstance(cause, TimeoutError):
        return f"A device did not answer in time ({_words(cause)}). Ask the local contact to look at the beamline."
    if isinstance(cause, OSError):
        return _reason_for_file_error(cause)
    return _words(cause)


def _reason_for_file_error(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in FULL_DISK:
        return f"The disk is full{where}: make room, then collect again."
    if error.errno in NOT_WRITABLE:
        return f"The data folder cannot be written{where}: ask the data manager to mend its permissions."
    if isinstance(error, FileNotFoundError):
        return f"A file is missing: {error.strerror or _words(error)}{where}."
    return f"The files could not be written: {error.strerror or _words(error)}{where}."


def _root(error: BaseException) -> BaseException:
    return list(_chain(error))[-1]


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
