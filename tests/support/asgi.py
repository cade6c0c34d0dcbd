"""Requests to the page without a socket, so that they can come from anywhere in a network."""

from dataclasses import dataclass

from tests.support.loops import outcome


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(page, method, path, body=b"", headers=None, client="192.168.1.7", server="192.168.1.2"):
    """What the page answers to this client, who reached it at this address."""
    sent, given = [], [{"type": "http.request", "body": body, "more_body": False}]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
        "client": (client, 5000), "server": (server, 8025),
    }  # fmt: skip

    async def receive():
        return given.pop() if given else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    outcome(page.app(scope, receive, send))
    names = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], names, b"".join(message.get("body", b"") for message in sent[1:]))
