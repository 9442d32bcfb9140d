"""Doing something as another process would: in a thread, and with a line to the database, of its own."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from django.db import connections

T = TypeVar("T")


async def elsewhere(function: Callable[..., T], *args: object, **kwargs: object) -> T:
    """Do it, and close the line to the database."""

    def act() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(act)
