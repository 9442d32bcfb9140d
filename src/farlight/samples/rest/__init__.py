"""Samples by REST."""

from ninja import Router

from farlight.samples.rest import containers, hazards, samples, sessions, specimens, substances

router = Router(tags=["samples"])
for part in (sessions, substances, hazards, samples, specimens, containers):
    router.add_router("", part.router)
