"""Forms of parcels; what may be said is decided by the services."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms

from farlight.beamtime.public import sessions_of_proposal
from farlight.beamtime.types import SessionState, SessionSummary
from farlight.kernel.countries import country_names
from farlight.shipping.domain.next_steps import ASKED, TROUBLE
from farlight.shipping.queries.stores import carriers, facility_zone, free_slots, stores_settings
from farlight.shipping.services.packing import ParcelDescription
from farlight.shipping.services.preparing import ShipmentPlan
from farlight.shipping.types import Address, Move, ParcelKind, ParcelSummary, Particulars, ShipmentMode, ShipmentSummary
from farlight.shipping.web.objecting import SaysObjections
from farlight.shipping.web.photograph_forms import PhotographsField

QUEUE = "queue"
"""What is chosen in place of a session when a parcel is for the queue."""
OPEN_SESSIONS = frozenset({SessionState.SCHEDULED, SessionState.READY, SessionState.RUNNING})
"""What something can be sent for, or transferred to."""


def named_session(session: SessionSummary) -> str:
    """Return how a session is offered."""
    return f"{session.code} on {session.beamline_name}, {session.start:%-d %B}"


class ShipmentForm(SaysObjections):
    """What is sent, for what, and from where."""

    title = forms.CharField(label="What you call it", max_length=100, help_text="Such as “Insulin, March”.")
    purpose = forms.ChoiceField(label="What it is for", required=False)
    mode = forms.TypedChoiceField(
        label="How it comes", coerce=ShipmentMode, choices=[(m.value, m.label.capitalize()) for m in ShipmentMode]
    )
    name = forms.CharField(label="Whom to ask for", max_length=100, required=False)
    institute = forms.CharField(label="Institute", max_length=200, required=False)
    street = forms.CharField(
        label="Street, building", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    postcode = forms.CharField(label="Postcode", max_length=20, required=False)
    city = forms.CharField(label="City", max_length=100, required=False)
    country = forms.ChoiceField(label="Country", required=False)
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    eori = forms.CharField(
        label="EORI number", max_length=20, required=False, help_text="For customs, where your institute has one."
    )
    declared_value = forms.DecimalField(
        label="Value for customs", max_digits=10, decimal_places=2, help_text="What it would cost to replace."
    )
    comment = forms.CharField(
        label="For the stores", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, sessions: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        countries = sorted(country_names().items(), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", "Choose"), *countries]  # type: ignore[attr-defined]
        queue = (QUEUE, "To be measured when there is time")
        self.fields["purpose"].choices = [("", "Not said yet"), *sessions, queue]  # type: ignore[attr-defined]

    def plan(self) -> ShipmentPlan:
        """Return what was said; only after ``is_valid``."""
        said = self.cleaned_data
        purpose = said["purpose"]
        parts = {name: said[name].strip() for name in _ADDRESS_FIELDS}
        return ShipmentPlan(
            title=said["title"],
            session="" if purpose == QUEUE else purpose,
            is_for_queue=purpose == QUEUE,
            mode=said["mode"],
            sender=Address(**parts) if any(parts.values()) else None,
            declared_value=said["declared_value"],
            comment=said["comment"],
        )


_ADDRESS_FIELDS = ("name", "institute", "street", "postcode", "city", "country", "phone", "email", "eori")


def said_of(shipment: ShipmentSummary) -> dict[str, object]:
    """Return what a shipment's form shows at first."""
    address = {name: getattr(shipment.sender, name) for name in _ADDRESS_FIELDS} if shipment.sender else {}
    return address | {
        "title": shipment.title,
        "purpose": QUEUE if shipment.is_for_queue else shipment.session,
        "mode": shipment.mode.value,
        "declared_value": shipment.declared_value,
        "comment": shipment.comment,
    }


class MeasuresForm(SaysObjections):
    """What a parcel is, beside what lies in it."""

    name = forms.CharField(label="What you call it", max_length=100)
    kind = forms.TypedChoiceField(
        label="What it is", coerce=ParcelKind, choices=[(k.value, k.value.capitalize()) for k in ParcelKind]
    )
    dewar = forms.CharField(
        label="Code on the dewar", max_length=40, required=False, help_text="When it is one that the facility knows."
    )
    weight_kg = forms.FloatField(label="Weight", required=False)
    length_mm = forms.IntegerField(label="Length", required=False)
    width_mm = forms.IntegerField(label="Width", required=False)
    height_mm = forms.IntegerField(label="Height", required=False)

    def description(self) -> ParcelDescription:
        """Return what was said; only after ``is_valid``."""
        return ParcelDescription(**self.cleaned_data)


_AREA = forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
_NUMBER: Mapping[str, tuple[str, str]] = {
    "ln2_kg": ("Liquid nitrogen", "kg"),
    "temperature_k": ("Temperature", "K"),
    "dose_rate_usv_h": ("Dose rate at the surface", "µSv/h"),
}
FIELDS_OF: Mapping[Move, tuple[str, ...]] = {
    Move.APPROVE: ("colour", "conditions"),
    Move.BOOK: ("courier", "tracking", "pickup"),
    Move.BOOK_RETURN: ("courier", "tracking", "pickup"),
    Move.RECEIVE: ("place",),
    Move.INSPECT: ("checklist", "ln2_kg", "text"),
    Move.STORE: ("slot",),
    Move.TO_BEAMLINE: ("beamline",),
    Move.KEEP: ("keep_until",),
    Move.REQUEST_TRANSFER: ("session",),
    Move.CLEAR: ("dose_rate_usv_h",),
    Move.TOP_UP: ("ln2_kg",),
    Move.MEASURE_TEMPERATURE: ("temperature_k",),
    Move.NOTE: ("text",),
    Move.SIGHT: ("place",),
}
PLAIN = frozenset(
    {Move.SUBMIT, Move.REOPEN, Move.CANCEL, Move.TAKE_REVIEW, Move.LABEL, Move.POST, Move.DELIVER, Move.UNBOOK}
    | {
        Move.HAND_OVER,
        Move.CONFIRM_RETURN,
        Move.REQUEST_RETURN,
        Move.WITHDRAW_REQUEST,
        Move.TRANSFER,
        Move.AWAIT,
        Move.REQUEST_DISPOSAL,
    }
    | {Move.UNBOOK_RETURN, Move.HOLD_AT_CUSTOMS, Move.RELEASE_FROM_CUSTOMS, Move.CLOSE}
)
"""Moves with which nothing need be said."""
SEEN = TROUBLE | {Move.RECEIVE, Move.INSPECT, Move.MEASURE_TEMPERATURE, Move.NOTE}
"""Moves with which pictures may be added."""


class MoveForm(SaysObjections):
    """What is said with a move."""

    def __init__(self, *args: Any, move: Move, parcel: ParcelSummary, **more: Any) -> None:
        super().__init__(*args, **more)
        self.move, self.parcel = move, parcel
        for name in FIELDS_OF.get(move, () if move in PLAIN else ("reason",)):
            self.fields[name] = self._field(name)
        if move in SEEN:
            self.fields["photographs"] = PhotographsField(required=False)

    @property
    def title(self) -> str:
        """What the page asks."""
        return ASKED[self.move]

    def _field(self, name: str) -> forms.Field:
        if name in _NUMBER:
            label, _ = _NUMBER[name]
            return forms.FloatField(label=label, required=name != "ln2_kg", help_text=f"In {_NUMBER[name][1]}.")
        if name in {"reason", "text", "conditions"}:
            label = {"reason": "Why", "text": "What there is to say", "conditions": "Conditions"}[name]
            needed = name == "reason" or self.move is Move.NOTE
            return forms.CharField(label=label, required=needed, widget=_AREA, max_length=1000)
        return self._choice(name)

    def _choice(self, name: str) -> forms.Field:
        if name == "session":
            sessions = sessions_of_proposal(self.parcel.proposal)
            others = [s for s in sessions if s.state in OPEN_SESSIONS and s.code != self.parcel.session]
            return forms.ChoiceField(label="Session", choices=[(s.code, named_session(s)) for s in others])
        if name == "slot":
            found = free_slots(self.parcel.kind)
            choices = [(slot, slot) for slot in ([self.parcel.slot] if self.parcel.slot else []) + found]
            return forms.ChoiceField(label="Place", choices=choices, help_text="Only free places are shown.")
        if name == "courier":
            known = [(carrier.code, carrier.title) for carrier in carriers()]
            return forms.ChoiceField(label="Courier", choices=[*known, ("other", "Another one")])
        if name == "checklist":
            items = [(str(number), text) for number, text in enumerate(stores_settings().checklist)]
            return forms.MultipleChoiceField(
                label="Tick what holds", choices=items, required=False, widget=forms.CheckboxSelectMultiple
            )
        if name == "colour":
            colours = [(colour, colour.capitalize()) for colour in ("green", "yellow", "red")]
            return forms.ChoiceField(label="Colour", choices=colours)
        return self._plain(name)

    def _plain(self, name: str) -> forms.Field:
        if name in {"pickup", "keep_until"}:
            label = "Fetched on" if name == "pickup" else "Until"
            return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
        labels = {"tracking": "Tracking number", "place": "Where", "beamline": "Beamline"}
        hints = {"tracking": "Leave it empty when the courier is one that gives it by itself."}
        initial = {"beamline": self.parcel.beamline}.get(name)
        return forms.CharField(
            label=labels[name],
            required=name == "beamline",
            max_length=60,
            initial=initial,
            help_text=hints.get(name, ""),
        )

    def pickup_at(self) -> datetime | None:
        """Return when the courier comes: that morning; None when no day was said."""
        day = self.cleaned_data.get("pickup")
        return datetime.combine(day, time(9), tzinfo=facility_zone()) if day else None

    def particulars(self) -> Particulars:
        """Return what was said; only after ``is_valid``."""
        known = Particulars.__dataclass_fields__.keys() - {"photographs"}
        said = {name: value for name, value in self.cleaned_data.items() if name in known}
        if "checklist" in self.fields:
            ticked = set(self.cleaned_data["checklist"])
            texts = stores_settings().checklist
            said["missing"] = tuple(text for number, text in enumerate(texts) if str(number) not in ticked)
        return Particulars(**{name: value for name, value in said.items() if value is not None})
