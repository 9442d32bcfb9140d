"""Samples by REST: one router for all of it."""

from ninja import Router

from farlight.samples.rest.samples import router as samples
from farlight.samples.rest.sheets import router as sheets

router = Router()
router.add_router("", samples)
router.add_router("", sheets)
