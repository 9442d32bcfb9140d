"""Samples by REST: one router for all of it."""

from ninja import Router

from farlight.samples.rest import containers, hazards, samples, sessions, sheets, specimens, substances, techniques

router = Router(tags=["samples"])
for part in (sessions, substances, hazards, samples, specimens, containers, sheets, techniques):
    router.add_router("", part.router)
