"""Where the websocket is that only tells whether websockets open."""

PREFIX = "/readiness/socket"
