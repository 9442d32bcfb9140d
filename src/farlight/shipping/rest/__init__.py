"""Parcels and scans by REST."""

from ninja import Router

from farlight.shipping.rest import scans

__all__ = ["router"]

router = Router(tags=["parcels"])
router.add_router("", scans.router)
