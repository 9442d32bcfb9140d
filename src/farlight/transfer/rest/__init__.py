"""Files by REST."""

from farlight.transfer.rest.operations import router

__all__ = ["router"]
