"""Files by REST."""

from ninja import Router

from farlight.transfer.rest import hdf5, operations

__all__ = ["router"]

router = Router(tags=["files"])
router.add_router("", operations.router)
router.add_router("", hdf5.router)
