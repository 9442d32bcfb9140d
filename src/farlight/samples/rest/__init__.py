"""Samples by REST: one router for all of it."""

from ninja import Router

from farlight.samples.rest.samples import router as samples
from farlight.samples.rest.sheets import router as sheets
from farlight.samples.rest.techniques import router as techniques

router = Router()
router.add_router("", samples)
router.add_router("", sheets)
router.add_router("", techniques)
