"""Bodies of requests that are too large."""

import pytest

from farlight.config.bodies import TOO_LARGE, announced_bytes, counted, is_announced_too_large, refuse


class Line:
    """What a client sends, and what it gets."""

    def __init__(self, *parts):
        self.parts = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        self.sent = []

    async def receive(self):
        return self.parts.pop(0)

    async def send(self, message):
        self.sent.append(message)


@pytest.mark.parametrize(
    ("said", "length"), [([(b"content-length", b"17")], 17), ([], 0), ([(b"content-length", b"x")], 0)]
)
def test_the_length_is_what_the_header_says(said, length):
    assert announced_bytes(said) == length


def test_what_is_announced_is_refused_above_the_limit_only():
    scopes = [{"headers": [(b"content-length", str(n).encode())]} for n in (10, 11)]
    assert [is_announced_too_large(scope, 10) for scope in scopes] == [False, True]


async def test_parts_are_counted_and_the_line_ends_with_one_too_many():
    line = Line(b"12345", b"67890", b"1")
    receive = counted(line.receive, line.send, 10)
    got = [await receive() for _ in range(3)]
    assert [message["type"] for message in got] == ["http.request", "http.request", "http.disconnect"]
    assert line.sent[0]["status"] == TOO_LARGE


async def test_other_messages_are_passed_on():
    line = Line()
    line.parts.append({"type": "http.disconnect"})
    assert await counted(line.receive, line.send, 0)() == {"type": "http.disconnect"}
    assert line.sent == []


async def test_a_refusal_closes_the_line():
    line = Line()
    await refuse(line.send)
    start, body = line.sent
    assert (b"connection", b"close") in start["headers"]
    assert (b"content-length", str(len(body["body"])).encode()) in start["headers"]
