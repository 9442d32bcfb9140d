"""Who may open a websocket, as far as the address of the page says it."""

import pytest

from farlight.kernel.asgi import comes_from_our_page, give_way, refuse_websocket, turn_of_request


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(b"host", b"farlight.example")], True),
        ([(b"host", b"farlight.example"), (b"origin", b"https://farlight.example")], True),
        ([(b"host", b"farlight.example:8000"), (b"origin", b"http://farlight.example:8000")], True),
        ([(b"host", b"farlight.example:8000"), (b"origin", b"http://farlight.example")], False),
        ([(b"host", b"farlight.example"), (b"origin", b"https://farlight.example.evil.example")], False),
        ([(b"host", b"farlight.example"), (b"origin", b"https://farlight.example@evil.example")], False),
        ([(b"host", b"farlight.example"), (b"origin", b"null")], False),
        ([(b"origin", b"https://farlight.example")], False),
    ],
)
def test_a_websocket_is_opened_by_our_page_or_by_a_program(headers, expected):
    assert comes_from_our_page({"headers": headers}) is expected


async def test_a_refused_websocket_is_closed_before_it_opens():
    asked, said = [{"type": "websocket.connect"}], []

    async def receive():
        return asked.pop()

    async def send(message):
        said.append(message)

    await refuse_websocket(receive, send)
    assert (asked, said) == ([], [{"type": "websocket.close", "code": 4404}])


def test_the_turn_of_a_request_is_given_to_the_next_and_outside_of_a_server_there_is_none():
    ended = []
    give_way()
    token = turn_of_request.set(lambda: ended.append("mine"))
    give_way()
    turn_of_request.reset(token)
    give_way()
    assert ended == ["mine"]
