"""Samples by REST: one router for all of it."""

from ninja import Router

from farlight.samples.rest import containers, hazards, samples, sessions, sheets, specimens, substances

router = Router(tags=["samples"])
for part in (sessions, substances, hazards, samples, specimens, containers, sheets):
    router.add_router("", part.router)
