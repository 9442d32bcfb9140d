"""A parcel on paper, for tests."""

from datetime import UTC, datetime
from decimal import Decimal

from farlight.shipping.domain.papers import scan_address
from farlight.shipping.types.papers import DangerousSubstance, PackedContainer, PackedPiece, PaperFacts
from farlight.shipping.types.states import ParcelKind
from farlight.shipping.types.summaries import Address

CODE = "7k3mq9pd2abc"
HASH = "3fa9c1d2e4b50617"
HOME = Address(
    name="Dr Łucja Nguyễn Müller",
    institute="Universität Uppsala, Institutionen för biologi",
    street="Husargatan 3\nRoom Å-114",
    postcode="751 24",
    city="Uppsala",
    country="SE",
    phone="+46 18 471 00 00",
    email="lucja@uppsala.example",
    eori="SE2021002932",
)
FACILITY = Address(
    name="Stores, beamline samples",
    institute="Farlight Light Source",
    street="71 avenue des Martyrs",
    postcode="38000",
    city="Grenoble",
    country="FR",
    phone="+33 4 76 00 00 00",
)


def piece(number, **more):
    said = {
        "slot": str(number),
        "sample": f"lyso-{number}",
        "acronym": "lyso",
        "substance": "Lysozyme",
        "mount": "pin",
        "barcode": f"HX562B{number}A",
        "colour": "green",
    }
    return PackedPiece(**(said | more))


def puck(number, pieces=16):
    return PackedContainer(
        code=f"c-{number}x7k3m",
        name=f"CPS-{number:04}",
        barcode=f"CPS-{number:04}",
        kind="UniPuck",
        pieces=tuple(piece(n) for n in range(1, pieces + 1)),
    )


def paper_facts(**more):
    said = {
        "code": CODE,
        "name": "Big blue",
        "kind": ParcelKind.DEWAR,
        "dewar": "DLS-MX-0001",
        "scan_address": scan_address("https://farlight.example.org", CODE, HASH),
        "content_hash": HASH,
        "proposal": "mx2341",
        "session": "mx2341-7",
        "beamline": "sim1",
        "session_start": datetime(2026, 12, 3, 8, tzinfo=UTC),
        "local_contact": "Piet de Vries",
        "is_for_queue": False,
        "colour": "green",
        "conditions": "",
        "sender": HOME,
        "facility": FACILITY,
        "return_to": HOME,
        "containers": tuple(puck(n) for n in range(1, 4)),
        "is_cold": True,
        "weight_kg": 18.5,
        "measures_mm": (400, 400, 600),
        "declared_value": Decimal(2500),
        "printed_at": datetime(2026, 11, 26, 10, 5, tzinfo=UTC),
        "time_zone": "Europe/Paris",
    }
    return PaperFacts(**(said | more))


DRY_ICE = DangerousSubstance(un_number="1845", name="Dry ice", amount="5 kg")
STRANGE = DangerousSubstance(un_number="2814", name="Infectious substance", amount="")
