"""The images that the browser's tests unpack are unpacked here as well."""

import base64
import json

import numpy as np
import pytest

from farlight.science.native import decode_into
from farlight.science.native.tests.vectors import PATH

VECTORS = json.loads(PATH.read_text())


@pytest.mark.usefixtures("each_way")
def test_images_of_the_browsers_tests_are_what_they_say():
    for vector in VECTORS:
        plain = np.frombuffer(base64.b64decode(vector["plain"]), vector["dtype"]).reshape(vector["shape"])
        out = np.empty_like(plain)
        decode_into(base64.b64decode(vector["packed"]), out, vector["codec"])
        assert out.tobytes() == plain.tobytes()
