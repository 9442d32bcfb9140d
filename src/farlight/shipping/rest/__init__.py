"""Parcels, their papers, and scans by REST."""

from ninja import Router

from farlight.shipping.rest import papers, parcels, photographs, scans

__all__ = ["router"]

router = Router(tags=["parcels"])
router.add_router("", parcels.router)
router.add_router("", papers.router)
router.add_router("", photographs.router)
router.add_router("", scans.router)
