"""A line between browser and server that a test can cut and mend: every connection goes through it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE_BYTES = 65_536


class ThinLine:
    """Passes connections on to a server while it is whole."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._whole = threading.Event()
        self._whole.set()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and let none be made."""
        self._whole.clear()
        for end in list(self._open):
            self._close(end)

    def mend(self) -> None:
        """Let connections be made again."""
        self._whole.set()

    def close(self) -> None:
        """Be gone."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                if self._whole.is_set():
                    server = socket.create_connection(("127.0.0.1", self._server_port))
                    self._open |= {browser, server}
                    for ends in ((browser, server), (server, browser)):
                        threading.Thread(target=self._pass_on, args=ends, daemon=True).start()
                else:
                    browser.close()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE_BYTES):
                target.sendall(piece)
        for end in (source, target):
            self._close(end)

    def _close(self, end: socket.socket) -> None:
        self._open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def thin_line(server_port: int) -> Iterator[ThinLine]:
    """A line to a server on this machine."""
    line = ThinLine(server_port)
    try:
        yield line
    finally:
        line.close()
