"""Files by REST."""

from ninja import Router

from farlight.transfer.rest import hdf5, line, operations, together

__all__ = ["router"]

router = Router(tags=["files"])
router.add_router("", operations.router)
router.add_router("", together.router)
router.add_router("", line.router)
router.add_router("", hdf5.router)
