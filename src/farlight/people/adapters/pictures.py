"""New seeds, and the picture that an app reads one from."""

import secrets
from base64 import b64encode
from io import BytesIO

from qrcode import QRCode
from qrcode.image.svg import SvgPathImage

from farlight.people.domain.one_time_codes import SEED_BYTES


def new_seed() -> bytes:
    """Return random bytes for a seed."""
    return secrets.token_bytes(SEED_BYTES)


def picture_of(address: str) -> str:
    """Return a QR code as the address of a picture: black on white, with its margin."""
    code = QRCode(box_size=8, border=4)
    code.add_data(address)
    written = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(written)
    return f"data:image/svg+xml;base64,{b64encode(written.getvalue()).decode()}"
