"""The page's server, really served: who may press, what is answered to the rest, and what a reader is sent."""

import http.client
import json
import socket
from contextlib import ExitStack, closing
from http.cookies import SimpleCookie

import pytest

from assistant.page.board import Board, Entry
from assistant.page.doors import BODY_MOST
from assistant.page.guard import Guard
from assistant.page.live import Showing
from assistant.page.scene import Scene
from assistant.page.server import AT_A_TIME, Page, listening
from assistant.page.shell import Shell, static_doors
from assistant.words.errors import LimberError
from tests.support.drive import library
from tests.support.patience import PATIENCE_S

WORDS = library().language.reader("page")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def served():
    taken, board, port = [], Board(), free_port()

    def take(data):
        if data == {"intent": "refuse"}:
            raise LimberError("intent: no")
        taken.append(data)

    showing = Showing(board, WORDS, take)
    doors = [*static_doors(["page.css", "page.js"]), *showing.doors(Shell(library().language.reader("desk")))]
    page = Page(doors, Guard(port))
    page.start()
    yield board, taken, port
    page.close()


def ask(port, method="GET", path="/", body=None, at="127.0.0.1", **headers):
    with closing(http.client.HTTPConnection(at, port, timeout=PATIENCE_S)) as there:
        there.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = there.getresponse()
        return answer, answer.read()


def cookie(port):
    answer, _ = ask(port)
    ((name, value),) = SimpleCookie(answer.getheader("set-cookie")).items()
    return f"{name}={value.value}"


def press(port, data, **headers):
    body = data if isinstance(data, (bytes, str)) else json.dumps(data)
    answer, told = ask(port, "POST", "/press", body, **{"Content_Type": "application/json"} | headers)
    return answer.status, json.loads(told)["trouble"]


def test_the_page_comes_with_a_cookie_and_asks_nobody_else(served):
    _, _, port = served
    answer, text = ask(port)
    assert answer.status == 200
    assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in answer.getheader("set-cookie").split(";")}
    policy = answer.getheader("content-security-policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"http:" not in text
    assert b"https:" not in text
    assert b"$" not in text
    for name in ("page.css", "page.js"):
        answer, text = ask(port, path=f"/{name}")
        assert answer.status == 200
        assert b"http" not in text.replace(b"fetch", b"")


def test_a_press_is_taken_from_who_has_loaded_the_page(served):
    _, taken, port = served
    assert press(port, {"intent": "stop"}, Cookie=cookie(port)) == (200, "")
    assert taken == [{"intent": "stop"}]
    assert press(port, {"intent": "refuse"}, Cookie=cookie(port)) == (400, "intent: no")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Cookie": "limber-{port}=another"}, 403),
        ({"Cookie": "limber-{port}=\u00fc"}, 403),
        ({"Host": "limber.example"}, 403),
        ({"Host": "localhost"}, 403),
        ({"Origin": "http://other.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_anybody_else_is_refused_and_nothing_changes(served, headers, status):
    _, taken, port = served
    known = {} if status == 403 and (not headers or "Cookie" in headers) else {"Cookie": cookie(port)}
    encoded = {name: value.replace("{port}", str(port)).encode() for name, value in (known | headers).items()}
    assert press(port, {"intent": "stop"}, **encoded)[0] == status
    assert not taken


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 4000, b"nan", b"1e999999", b"x" * (BODY_MOST + 1)])
def test_what_is_no_json_is_told_so(served, body):
    _, taken, port = served
    status, trouble = press(port, body, Cookie=cookie(port))
    assert status in (400, 413) or taken  # a number is JSON, and is refused by whoever takes it
    assert trouble or taken


def news(answer):
    while not (line := answer.readline()).startswith(b"data: "):
        assert line
    return json.loads(line.removeprefix(b"data: "))


def test_what_happens_is_sent_from_the_beginning(served):
    board, _, port = served
    board.begin()
    board.add(Entry("limber", "Ready?"))
    board.show(Scene(session=True, exercise="Bridge"))
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as there:
        there.request("GET", "/news", headers={"Cookie": cookie(port)})
        with there.getresponse() as answer:
            first = news(answer)
            assert first["fresh"]
            assert [entry["text"] for entry in first["entries"]] == ["Ready?"]
            assert first["scene"]["exercise"] == "Bridge"
            board.add(Entry("person", "ready", "ready"))
            while not (later := news(answer))["entries"]:
                assert "scene" not in later  # a sign of life
            assert later["entries"] == [{"who": "person", "text": "ready", "meant": "ready"}]


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: "])
def test_who_takes_every_place_and_asks_nothing_keeps_no_browser_out(served, sent):
    """A page that is read meanwhile stays."""
    board, _, port = served
    with ExitStack() as held:
        reader = held.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)))
        reader.request("GET", "/news", headers={"Cookie": cookie(port)})
        reading = held.enter_context(reader.getresponse())
        assert news(reading)["fresh"]
        for _ in range(AT_A_TIME + 5):
            taken = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S))
            taken.sendall(sent)
        assert ask(port)[0].status == 200
        board.add(Entry("limber", "Ready?"))
        while not (later := news(reading))["entries"]:
            pass
        assert later["entries"][0]["text"] == "Ready?"


def test_who_goes_before_their_request_is_whole_leaves_no_trace_in_the_log(served, caplog):
    _, taken, port = served
    known = {"Cookie": cookie(port), "Content-Type": "application/json", "Content-Length": "40"}
    for begun in (b"", b'{"intent"'):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as there:
            there.request("POST", "/press", begun, known)
        assert ask(port)[0].status == 200
    assert not taken
    assert not caplog.records


def test_a_port_that_is_taken_is_told_of(served):
    _, _, port = served
    with pytest.raises(LimberError, match=f"port {port} of this machine: another program has it"):
        Page((), Guard(port)).start()


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as found:
            found.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


@needs_ipv6
def test_it_is_reached_by_ipv6_as_by_ipv4(served):
    _, taken, port = served
    here = {"Host": f"[::1]:{port}", "Content_Type": "application/json"}
    answer, _ = ask(port, at="::1", **here)
    ((name, value),) = SimpleCookie(answer.getheader("set-cookie")).items()
    known = here | {"Cookie": f"{name}={value.value}"}
    stop = json.dumps({"intent": "stop"})

    def status(**headers):
        return ask(port, "POST", "/press", stop, at="::1", **known | headers)[0].status

    assert status(Origin=f"http://[::1]:{port}") == 200
    assert taken == [{"intent": "stop"}]
    for strange in (
        {"Origin": "http://[::1]"},
        {"Origin": f"http://::1:{port}"},
        {"Host": f"::1:{port}"},
        {"Host": f"[::2]:{port}"},
        {"Cookie": ""},
    ):
        assert status(**strange) == 403, strange
    assert len(taken) == 1


@needs_ipv6
def test_no_other_program_can_be_taken_for_it_by_ipv6():
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LimberError, match=f"port {port} of this machine: another program has it"):
            Page((), Guard(port)).start()
        free_again = listening(("127.0.0.1",), port)
    free_again[0].close()


def test_a_machine_without_an_address_of_ipv6_is_served_by_ipv4():
    (only,) = listening(("127.0.0.1", "2001:db8::1"), free_port())
    with only:
        assert only.family == socket.AF_INET
