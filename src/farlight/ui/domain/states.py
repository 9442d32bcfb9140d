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
            "complete",
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
    "bad": ("alert-triangle", ("failed", "refused", "locked", "undeliverable", "lost", "damaged", "broken")),
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
_PARCELS = {
    "good": "approved received inspected stored returned cleared over at_facility",
    "live": "in_transit at_beamline handed_over on_its_way going_back",
    "wait": "under_review labelled booked delivered return_booked return_requested transfer_requested in_review "
    "to_be_sent",
    "warn": "changes_requested customs_hold quarantined awaiting_instructions disposal_requested needs_attention",
    "bad": "lost damaged warm wrong_content undeclared refused_at_gate abandoned",
    "calm": "disposed",
}
_PARCEL_ICONS = {
    "in_transit": "arrow-right",
    "on_its_way": "arrow-right",
    "handed_over": "arrow-left",
    "going_back": "arrow-left",
    "at_beamline": "bolt",
    "warm": "temperature-snow",
}
_ICONS |= _PARCEL_ICONS
_TONE_OF = {state: tone for tone, (_, states) in _LOOKS.items() for state in states}
_TONE_OF |= {state: tone for tone, states in _PARCELS.items() for state in states.split()}


def look_of(state: str) -> StateLook:
    """Look of a state; one that is not known is shown calmly under its own name."""
    tone = _TONE_OF.get(state, "calm")
    return StateLook(tone=tone, icon=_ICONS.get(state, _LOOKS[tone][0]), word=state.replace("_", " ").replace("-", " "))
