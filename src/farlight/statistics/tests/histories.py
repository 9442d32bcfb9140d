"""Ways of parcels for tests."""

from datetime import UTC, datetime, timedelta

from farlight.shipping.types import ParcelHistory, ParcelKind

MADE = datetime(2025, 3, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def history(number=1, *, proposal="", days=None, home_days=None, **more):
    """A dewar from France by ACME for a remote session; posted on the day after it was made, ``days`` on its way."""
    made = more.pop("made_at", MADE)
    posted = made + DAY
    received = None if days is None else posted + days * DAY
    handed_over = None if home_days is None else made + 20 * DAY
    facts = {
        "parcel": f"P{number}",
        "shipment": f"S{number}",
        "proposal": proposal or f"mx{number}",
        "kind": ParcelKind.DEWAR,
        "country": "FR",
        "carrier": "ACME",
        "access_mode": "remote",
        "beamline": "sim1",
        "made_at": made,
        "posted_at": posted,
        "received_at": received,
        "handed_over_at": handed_over,
        "returned_at": None if handed_over is None else handed_over + home_days * DAY,
        "session_start": made + 5 * DAY,
        "was_warm": False,
        "was_damaged": False,
        "was_lost": False,
    }
    return ParcelHistory(**facts | more)
