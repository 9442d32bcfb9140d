"""The look of states: a colour, a sign and a word, so that none is told by colour alone."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StateLook:
    """How a state is shown."""

    tone: str
    """One of ``calm good live wait warn bad``: the colour."""
    icon: str
    """Name of the sign in the sprite."""
    word: str
    """What it is called."""


_LOOKS = {
    "good": (
        "circle-check",
        (
            "finished",
            "done",
            "open",
            "placed",
            "granted",
            "active",
            "accepted",
            "sent",
            "gathered",
            "approved",
            "measured",
        ),
    ),
    "live": ("player-play", ("running", "collecting", "on_site", "stored", "loaded", "mounted")),
    "wait": (
        "clock",
        (
            "scheduled",
            "ready",
            "queued",
            "draft",
            "submitted",
            "waiting",
            "online",
            "gathering",
            "declared",
            "packed",
            "in_transit",
            "returning",
        ),
    ),
    "warn": ("player-pause", ("paused", "aborted", "interrupted")),
    "bad": ("alert-triangle", ("failed", "refused", "locked", "undeliverable", "lost", "damaged")),
    "calm": (
        "circle-dot",
        ("ended", "closed", "cancelled", "offline", "expired", "revoked", "kept", "unwanted", "dropped"),
    ),
}
_ICONS = {
    "paused": "player-pause",
    "aborted": "player-stop",
    "interrupted": "plug-connected-x",
    "cancelled": "circle-x",
    "expired": "clock",
    "revoked": "circle-x",
    "locked": "lock",
    "on_site": "map-pin",
    "stored": "map-pin",
    "loaded": "grid-dots",
    "mounted": "focus-2",
    "kept": "inbox",
}
_TONE_OF = {state: tone for tone, (_, states) in _LOOKS.items() for state in states}


def look_of(state: str) -> StateLook:
    """Look of a state; one that is not known is shown calmly under its own name."""
    tone = _TONE_OF.get(state, "calm")
    return StateLook(tone=tone, icon=_ICONS.get(state, _LOOKS[tone][0]), word=state.replace("_", " ").replace("-", " "))
