"""The page in the network: nobody sees anything before they have sent the code that Limber said aloud."""

import json
import re
import ssl
import subprocess
from contextlib import closing
from http.client import HTTPSConnection

import pytest

from assistant.content.load import load_language
from assistant.page.board import Board, Entry
from assistant.page.doors import RefusedError
from assistant.page.entrance import Entrance
from assistant.page.guard import Caller, Guard
from assistant.page.limits import Pace
from assistant.page.live import Showing
from assistant.page.pairing import AN_HOUR, EVERY_S, LASTS_S, TRIES, Pairing
from assistant.page.server import Page
from assistant.page.shell import Shell, static_doors
from assistant.words.errors import LimberError
from tests.page.test_server import free_port
from tests.support.asgi import ask
from tests.support.patience import PATIENCE_S

LANGUAGE = load_language()
PORT = 8025
HOST = {"Host": f"192.168.1.2:{PORT}"}
JSON = {**HOST, "Content-Type": "application/json"}


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def test_a_code_lets_in_once():
    pairing = Pairing(Clock())
    code = pairing.new()
    assert re.fullmatch(r"\d{6}", code)
    pairing.check(code)
    with pytest.raises(RefusedError, match="there is no code now"):
        pairing.check(code)


def test_after_five_wrong_codes_or_five_minutes_it_is_void():
    clock = Clock()
    pairing = Pairing(clock)
    code = pairing.new()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for left in range(TRIES - 1, -1, -1):
        with pytest.raises(RefusedError, match=f"{left} tries are left" if left else "ask for a new one"):
            pairing.check(wrong)
    with pytest.raises(RefusedError):
        pairing.check(code)
    clock.now += EVERY_S
    code = pairing.new()
    clock.now += LASTS_S
    with pytest.raises(RefusedError, match="there is no code now"):
        pairing.check(code)


def test_codes_are_given_now_and_then_so_that_nobody_keeps_it_talking():
    clock = Clock()
    pairing = Pairing(clock)
    for number in range(AN_HOUR):
        pairing.new()
        with pytest.raises(RefusedError, match="wait for") as refused:
            pairing.new()
        assert refused.value.status == 429, number
        clock.now += EVERY_S
    with pytest.raises(RefusedError, match="wait for 34"):
        pairing.new()
    clock.now += 3600
    assert pairing.new()


@pytest.fixture
def page():
    said, board, taken = [], Board(), []
    board.begin()
    board.add(Entry("limber", "Where do you feel it?"))
    shell = Shell(LANGUAGE.reader("desk"))
    showing = Showing(board, LANGUAGE.reader("page"), taken.append)
    doors = [
        *static_doors(["page.css", "desk.js"]),
        *showing.doors(shell),
        *Entrance(Pairing(Clock()), said.append, shell).doors(),
    ]
    found = Page(doors, Guard(PORT, network=True, names=("speaker", "speaker.local")))
    return found, said, taken


def test_nothing_of_the_person_is_shown_or_done_before_pairing_and_everything_after_it(page):
    served, said, taken = page
    press = json.dumps({"intent": "stop"}).encode()
    first = ask(served, "GET", "/", headers=HOST)
    assert (first.status, first.headers["location"], first.body) == (303, "/pair", b"")
    assert ask(served, "GET", "/news", headers=HOST).status == 403
    assert ask(served, "POST", "/press", press, JSON).status == 403
    pair = ask(served, "GET", "/pair", headers=HOST)
    assert (pair.status, "set-cookie" in pair.headers) == (200, False)
    assert b"Where do you feel it" not in pair.body
    assert ask(served, "POST", "/pair/code", b'{"code": "123456"}', JSON).status == 410
    assert ask(served, "POST", "/pair/new", b"{}", JSON).status == 200
    (code,) = said
    wrong = ask(served, "POST", "/pair/code", json.dumps({"code": "x"}).encode(), JSON)
    assert (wrong.status, "set-cookie" in wrong.headers) == (403, False)
    right = ask(served, "POST", "/pair/code", json.dumps({"code": f"{code[:3]} {code[3:]}"}).encode(), JSON)
    cookie = right.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
    known = {"Cookie": cookie.partition(";")[0]}
    assert ask(served, "GET", "/", headers={**HOST, **known}).status == 200
    assert not taken
    assert ask(served, "POST", "/press", press, {**JSON, **known}).status == 200
    assert taken == [{"intent": "stop"}]
    assert ask(served, "POST", "/press", press, {**JSON, "Cookie": known["Cookie"][:-1]}).status == 403


@pytest.mark.parametrize(
    ("network", "client", "host", "origin", "allowed"),
    [
        (False, "127.0.0.1", "localhost:8025", None, True),
        (False, "192.168.1.7", "192.168.1.2:8025", None, False),
        (False, "127.0.0.1", "192.168.1.2:8025", None, False),
        (True, "192.168.1.7", "192.168.1.2:8025", "http://192.168.1.2:8025", True),
        (True, "192.168.1.7", "Speaker.local:8025", "http://speaker.local:8025", True),
        (True, "192.168.1.7", "localhost:8025", None, False),
        (True, "192.168.1.7", "evil.example:8025", None, False),
        (True, "192.168.1.7", "192.168.1.2:8025", "http://evil.example", False),
        (True, "192.168.1.7", "192.168.1.2:8025", "null", False),
        (True, "192.168.1.7", "192.168.1.2:8025", "https://192.168.1.2:8025", False),
        (True, "nonsense", "", None, False),
        (True, "fd00::7", "[fd00::2]:8025", "http://[fd00::2]:8025", True),
        (True, "fd00::7", "speaker.local:8025", "http://speaker.local:8025", True),
        (True, "fd00::7", "fd00::2:8025", None, False),
        (True, "fd00::7", "[::1]:8025", None, False),
        (True, "fd00::7", "[fd00::2]:8025", "http://[fd00::3]:8025", False),
        (True, "fe80::7%eth0", "[fd00::2]:8025", None, True),
        (False, "fd00::7", "[fd00::2]:8025", None, False),
        (False, "::1", "[::1]:8025", "http://[::1]:8025", True),
        (False, "::1", "[fd00::2]:8025", None, False),
    ],
)
def test_who_may_ask_at_all(network, client, host, origin, allowed):
    guard = Guard(PORT, network, names=("speaker", "speaker.local"))
    server = "fd00::2" if ":" in client else "192.168.1.2"
    assert (guard.strange(Caller(client, server, host, origin)) == "") is allowed


def test_an_address_of_ipv6_is_known_without_its_zone(page):
    served, _, _ = page
    headers = {"Host": f"[fe80::2]:{PORT}"}
    found = ask(served, "GET", "/pair", headers=headers, client="fe80::7%eth0", server="fe80::2%eth0")
    assert found.status == 200


def test_the_cookie_of_this_machine_is_worth_nothing_elsewhere():
    guard = Guard(PORT, network=True)
    own = guard.let_in(Caller("127.0.0.1"))
    assert guard.knows(Caller("127.0.0.1", cookie=own))
    assert not guard.knows(Caller("192.168.1.7", cookie=own))
    assert not guard.knows(Caller("192.168.1.7", cookie=""))


def test_who_asks_too_often_waits_and_nobody_else_does(page):
    clock = Clock()
    pace = Pace(clock, at_once=3, a_second=1.0)
    assert [pace.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert pace.allows("b")
    clock.now += 2
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    served, _, _ = page
    statuses = {ask(served, "GET", "/pair", headers=HOST).status for _ in range(200)}
    assert statuses == {200, 429}


def test_with_a_certificate_it_is_reached_by_tls(tmp_path):
    key, certificate, port = tmp_path / "key.pem", tmp_path / "certificate.pem", free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    shell = Shell(LANGUAGE.reader("desk"))
    showing = Showing(Board(), LANGUAGE.reader("page"), print)
    with pytest.raises(LimberError, match="this certificate cannot be used"):
        Page((), Guard(port, secure=True), (key, key))
    served = Page(showing.doors(shell), Guard(port, secure=True), (certificate, key))
    served.start()
    try:
        assert served.address == f"https://localhost:{port}/"
        context = ssl.create_default_context(cafile=str(certificate))
        with closing(HTTPSConnection("localhost", port, timeout=PATIENCE_S, context=context)) as there:
            there.request("GET", "/")
            answer = there.getresponse()
            assert answer.status == 200
            assert "Secure" in str(answer.getheader("set-cookie"))
    finally:
        served.close()
