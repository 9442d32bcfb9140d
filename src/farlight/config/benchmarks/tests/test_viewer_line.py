import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from farlight.config.benchmarks.viewer_line import Schedule, thin_line

SENT = bytes(range(256)) * 40


@pytest.fixture
def port() -> Iterator[int]:
    """A server that sends what it hears twice, and then closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection = server.accept()[0]
            with connection:
                heard = b""
                while len(heard) < len(SENT):
                    heard += connection.recv(1 << 16)
                connection.sendall(heard * 2)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_pieces_follow_one_another_and_a_rest_is_not_saved_up():
    now = [100.0]
    line = Schedule(8000, 0.02, clock=lambda: now[0])
    assert [line.arrival_s(500), line.arrival_s(1000)] == pytest.approx([100.52, 101.52])
    now[0] = 200.0
    assert line.arrival_s(1000) == pytest.approx(201.02)


def test_all_bytes_come_through_and_not_sooner_than_the_line_allows(port):
    with thin_line(port, bits_per_s=2e6, round_trip_s=0.04) as thin:
        began_s = time.monotonic()
        with socket.create_connection(("127.0.0.1", thin)) as connection:
            connection.sendall(SENT)
            received = b""
            while piece := connection.recv(1 << 16):
                received += piece
        taken_s = time.monotonic() - began_s
    assert received == SENT * 2
    assert taken_s >= 0.04 + 2 * len(SENT) * 8 / 2e6
