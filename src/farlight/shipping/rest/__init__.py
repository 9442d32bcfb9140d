"""Parcels and scans by REST."""

from ninja import Router

from farlight.shipping.rest import parcels, scans

__all__ = ["router"]

router = Router(tags=["parcels"])
router.add_router("", parcels.router)
router.add_router("", scans.router)
