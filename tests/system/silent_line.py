"""A line to a server that can fall silent: nothing comes through any more, and nobody is told that it does not."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE_BYTES = 65_536


class SilentLine:
    """Passes connections on to a server; while it is silent it keeps them open and moves no byte of them."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._speaks = threading.Event()
        self._speaks.set()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def fall_silent(self) -> None:
        """Let nothing through from now on; who connects meanwhile waits, too."""
        self._speaks.clear()

    def speak(self) -> None:
        """Let everything through again, what waited first."""
        self._speaks.set()

    def close(self) -> None:
        """Be gone."""
        self.speak()
        for end in (self._listener, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._speaks.wait()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._open += [client, server]
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE_BYTES):
                self._speaks.wait()
                target.sendall(piece)
        self._speaks.wait()
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@contextmanager
def silent_line(server_port: int) -> Iterator[SilentLine]:
    """A line to a server on this machine."""
    line = SilentLine(server_port)
    try:
        yield line
    finally:
        line.close()
