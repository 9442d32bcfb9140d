"""Cameras that answer by HTTP, and a session at their beamline."""

import io
import socket
import threading
import time
from contextlib import suppress

import pytest
from PIL import Image

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import CameraDefinition, CameraKind
from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def a_jpeg(number=0, size_px=(320, 240), *, noise=False):
    """A picture whose grey tells its number."""
    image = Image.effect_noise(size_px, 80) if noise else Image.new("L", size_px, number % 256)
    made = io.BytesIO()
    image.convert("RGB").save(made, "JPEG", quality=90)
    return made.getvalue()


class MjpegCamera:
    """A camera: JPEG after JPEG to whoever connects; it counts who does."""

    def __init__(self, *, rate_hz=25.0, size_px=(320, 240), noise=False):
        self.connections, self.open, self.sent, self.requests = 0, 0, 0, []
        self.is_silent = False
        self._pictures = [a_jpeg(n * 20, size_px, noise=noise) for n in range(8)]
        self._pause_s = 1 / rate_hz
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        self.open += 1
        try:
            self.requests.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=next\r\n\r\n")
            while True:
                picture = self._pictures[self.sent % len(self._pictures)]
                if not self.is_silent:
                    connection.sendall(b"--next\r\nContent-Type: image/jpeg\r\n\r\n" + picture + b"\r\n")
                    self.sent += 1
                time.sleep(self._pause_s)
        except OSError:
            return
        finally:
            self.open -= 1
            connection.close()

    def close(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def camera():
    """A camera at 25 pictures a second."""
    served = MjpegCamera()
    yield served
    served.close()


def camera_at(served, **more):
    """Its definition."""
    address = f"http://127.0.0.1:{served.port}/video.mjpg"
    parts = {"code": "hutch", "name": "Hutch", "kind": CameraKind.MJPEG, "address": address, "max_rate_hz": 25.0}
    return CameraDefinition(**(parts | more))


@pytest.fixture
def session(request):
    """Ada's session, at a beamline with a camera."""
    served = request.getfixturevalue("camera")
    define_beamline(definition=a_definition(cameras=(camera_at(served),)))
    ada = make_person("ada")
    made = make_session(ada)
    define_beamline(definition=a_definition(cameras=(camera_at(served),)))
    return made


@pytest.fixture
def ada(session):
    """Leads the session."""
    return session.proposal.principal_investigator


@pytest.fixture
def scientist(session):
    """Staff at the beamline."""
    return make_person("lena", "beamline_scientist", beamline="sim1")


@pytest.fixture
def rival(session):
    """Somebody with a session of their own elsewhere."""
    person = make_person("rolf")
    make_session(person, "mx9999", beamline="sim2")
    return person
