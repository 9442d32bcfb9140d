"""What Python and the browser must read alike; `frontend/generated/scanning*.json` are written from it.

python -m farlight.shipping.tests.shared_scanning
"""

import json
from dataclasses import asdict
from pathlib import Path

from farlight.shipping.adapters.papers.datamatrix import data_matrix
from farlight.shipping.domain import verbs
from farlight.shipping.domain.verbs import NothingRead, PlaceRead, Read, ThingRead, VerbRead

GENERATED = Path(__file__).parents[4] / "frontend" / "generated"

CASES: dict[str, dict[str, str]] = {
    "HX562B6A": {"is": "thing", "code": "HX562B6A", "mark": ""},
    "  7k3m-q9pd\r\n": {"is": "thing", "code": "7k3m-q9pd", "mark": ""},
    "https://farlight.example/t/7k3mq9pd": {"is": "thing", "code": "7k3mq9pd", "mark": ""},
    "HTTPS://FARLIGHT.EXAMPLE/t/7K3MQ9PD/#3fa9": {"is": "thing", "code": "7K3MQ9PD", "mark": "3fa9"},
    "http://127.0.0.1:8000/t/7k3mq9pd#a%20b": {"is": "thing", "code": "7k3mq9pd", "mark": "a b"},
    "7K3M-Q9PD-2AB2": {"is": "thing", "code": "7K3M-Q9PD-2AB2", "mark": ""},
    "7K3M-Q9PD-2AB3": {"is": "nothing", "why": verbs.MISREAD},
    "7k3mq9pd2ab3": {"is": "thing", "code": "7k3mq9pd2ab3", "mark": ""},
    "https://farlight.example/t/7k3mq9pd2ab2#3fa9": {"is": "thing", "code": "7k3mq9pd2ab2", "mark": "3fa9"},
    "https://farlight.example/t/7k3mp9pd2ab2": {"is": "nothing", "why": verbs.MISREAD},
    "https://example.org/menu": {"is": "nothing", "why": "This code leads to a web page, not to a parcel."},
    "https://[": {"is": "nothing", "why": "This is not a code of the facility."},
    "FL:ARRIVED": {"is": "verb", "verb": "arrived", "place": ""},
    "fl:to-rack:A1": {"is": "verb", "verb": "to-rack", "place": "A1"},
    "FL:TO-BEAMLINE: BL1 ": {"is": "verb", "verb": "to-beamline", "place": "BL1"},
    "FL:AT:Rack 2/B": {"is": "place", "place": "Rack 2/B"},
    "FL:AT:": {"is": "nothing", "why": "This barcode names no place."},
    "FL:DANCE": {"is": "nothing", "why": "DANCE is not a verb that stores know."},
    "FL:": {"is": "nothing", "why": "This barcode names no verb."},
    "": {"is": "nothing", "why": "Nothing was read."},
    "a\u0000b": {"is": "nothing", "why": "This is not a code of the facility."},
    "x" * 201: {"is": "nothing", "why": "This is not a code of the facility."},
}


def written(found: Read) -> dict[str, str]:
    """Return what was read, as JSON has it."""
    kinds = {ThingRead: "thing", VerbRead: "verb", PlaceRead: "place", NothingRead: "nothing"}
    return {"is": kinds[type(found)], **{key: str(value) for key, value in asdict(found).items()}}


def files() -> dict[Path, str]:
    """Return the files' texts: the words, which the page needs, and the cases, which only tests do."""
    words = [asdict(one) | {"barcode": one.verb.barcode} for one in verbs.VERBS]
    shared = {"prefix": verbs.PREFIX, "at": verbs.AT, "most_characters": verbs.MOST_CHARACTERS, "verbs": words}
    cases = [[text, written(verbs.read(text))] for text in CASES]
    return {
        GENERATED / "scanning.json": json.dumps(shared, indent=1) + "\n",
        GENERATED / "scanning-cases.json": json.dumps(cases, indent=1) + "\n",
        GENERATED / "data-matrix-cases.json": json.dumps(matrix_cases(), indent=1) + "\n",
    }


def matrix_cases() -> list[tuple[str, list[str]]]:
    """Return DataMatrix codes as the papers draw them: texts, and rows of 0 and 1."""
    texts = ("CPS-0421", "HX562B6A", "c-7k3mq9pd2ab2", "A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R6S7T8U9V0")
    return [(text, ["".join(str(int(dark)) for dark in row) for row in data_matrix(text)]) for text in texts]


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text)
