"""Pictures of a camera, as they come: each kind of camera is an asynchronous row of JPEG pictures."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from farlight.beamlines.types import CameraDefinition, CameraKind
from farlight.kernel.errors import Unavailable
from farlight.webcams.adapters.drawn import drawn_pictures
from farlight.webcams.domain.jpeg_stream import JpegStream, NoPictureError

Source = Callable[[], AsyncIterator[bytes]]
READ_BYTES = 65536
SILENCE_S = 10.0
"""A camera that says nothing for so long is taken for dead, and tried anew."""
_OK = 200


def source_of(camera: CameraDefinition, beamline: str) -> Source:
    """Return what gives a camera's pictures; each call is a new connection, ended by closing the iterator."""
    match camera.kind:
        case CameraKind.MJPEG:
            return lambda: _mjpeg(camera)
        case CameraKind.RTSP:
            return lambda: _rtsp(camera)
        case CameraKind.SIMULATED:
            return lambda: drawn_pictures(camera, beamline)


async def _mjpeg(camera: CameraDefinition) -> AsyncIterator[bytes]:
    address = urlsplit(camera.address)
    secure = ssl.create_default_context() if address.scheme == "https" else None
    port = address.port or (443 if secure else 80)
    try:
        async with asyncio.timeout(SILENCE_S):
            reader, writer = await asyncio.open_connection(address.hostname, port, ssl=secure)
    except (OSError, TimeoutError) as error:
        raise Unavailable(f"The camera {camera.name} does not answer.") from error
    try:
        path = urlunsplit(("", "", address.path or "/", address.query, ""))
        writer.write(_request(path, address.netloc, _login_of(camera)))
        status = (await _quick(reader.readline(), camera)).split()
        if len(status) < len(("HTTP/1.1", "200")) or status[1] != str(_OK).encode():
            said = status[1].decode(errors="replace") if len(status) > 1 else "nothing"
            raise Unavailable(f"The camera {camera.name} answers {said}.")
        async for picture in _pictures(reader, camera):
            yield picture
    finally:
        writer.close()


def _request(path: str, host: str, login: str) -> bytes:
    lines = [f"GET {path} HTTP/1.0", f"Host: {host}", "Accept: multipart/x-mixed-replace, image/jpeg"]
    if login:
        lines.append(f"Authorization: Basic {base64.b64encode(login.encode()).decode()}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii", "replace")


async def _rtsp(camera: CameraDefinition) -> AsyncIterator[bytes]:
    """Let ffmpeg make JPEG pictures of what comes. Accounts of this machine can see its arguments, login and all."""
    transport = ("-rtsp_transport", "tcp") if camera.address.startswith("rtsp") else ()
    wanted = (*transport, "-i", _with_login(camera))
    made = ("-an", "-r", f"{camera.max_rate_hz:g}", "-q:v", "5", "-f", "mjpeg", "pipe:1")
    command = ("ffmpeg", "-nostdin", "-loglevel", "error", *wanted, *made)
    nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=nothing, stdout=pipe, stderr=nothing)
    except FileNotFoundError as error:
        raise Unavailable("Cameras by RTSP need ffmpeg, which is not installed (Debian package ffmpeg).") from error
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        async for picture in _pictures(process.stdout, camera):
            yield picture
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _with_login(camera: CameraDefinition) -> str:
    address = urlsplit(camera.address)
    user, _, password = _login_of(camera).partition(":")
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    return urlunsplit(address._replace(netloc=login + address.netloc))


def _login_of(camera: CameraDefinition) -> str:
    if not camera.login_file:
        return ""
    try:
        return Path(camera.login_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Unavailable(f"The login of the camera {camera.name} cannot be read.") from error


async def _pictures(reader: asyncio.StreamReader, camera: CameraDefinition) -> AsyncIterator[bytes]:
    stream = JpegStream()
    while data := await _quick(reader.read(READ_BYTES), camera):
        try:
            pictures = stream.feed(data)
        except NoPictureError as error:
            raise Unavailable(f"What the camera {camera.name} sends are no JPEG pictures.") from error
        for picture in pictures:
            yield picture
    raise Unavailable(f"The camera {camera.name} went away.")


async def _quick(answer: Awaitable[bytes], camera: CameraDefinition) -> bytes:
    try:
        async with asyncio.timeout(SILENCE_S):
            return await answer
    except (OSError, TimeoutError) as error:
        raise Unavailable(f"The camera {camera.name} is silent.") from error
