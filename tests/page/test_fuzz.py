"""Whatever is sent to the page is answered: no traceback, and nothing changes without the cookie."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.app import PLANS, load_commands
from assistant.commands.planning import Planning
from assistant.commands.setting import Setting
from assistant.commands.voicing import Voicing
from assistant.content.load import load_language
from assistant.page.board import Board
from assistant.page.entrance import Entrance
from assistant.page.guard import Guard
from assistant.page.live import Showing
from assistant.page.pairing import Pairing
from assistant.page.pressed import pressed
from assistant.page.scene import Scene
from assistant.page.server import Page
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell
from assistant.settings import Settings
from tests.support.asgi import ask
from tests.support.plans import WHOLE

PORT = 8025
LANGUAGE = load_language()
COMMANDS = load_commands()


class House:
    """A page with all that can be changed by it."""

    def __init__(self, folder, monkeypatch):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        self.folder, self.taken, self.guard = folder, [], Guard(PORT)
        shelf, shell = Shelf(folder / "plans", PLANS), Shell(LANGUAGE.reader("desk"))
        showing = Showing(Board(), LANGUAGE.reader("page"), self.take)
        planning = Planning(shelf, Settings(), shell, hear=self.taken.append)
        entrance = Entrance(Pairing(lambda: 0.0), self.taken.append, shell)
        doors = [*showing.doors(shell), *planning.doors(), *Setting(Settings(), shell).doors(), *entrance.doors()]
        doors += Voicing(Settings(), shell, lambda: False, self.use_voice).doors()
        self.paths = sorted({door.path for door in doors})
        self.page = Page(doors, self.guard)
        self.page._pace.a_second = 1e9

    def use_voice(self, wanted):
        self.taken.append(wanted)
        return True

    def take(self, data):
        self.taken.append(pressed(data, COMMANDS, Scene()))

    @property
    def changed(self):
        files = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return files, list(self.taken)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield House(tmp_path_factory.mktemp("house"), monkeypatch)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "plan", "name", "intent", "slots", "values", "code", "label"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
BODIES = st.binary(max_size=40) | JSON.map(lambda data: json.dumps(data).encode()) | st.sampled_from(
    [b"[" * 3000, b"9" * 3000, b"NaN", b'{"text": "\\ud800"}', b"x" * 300_000, json.dumps({"name": "a.yaml", "text": WHOLE}).encode()]
)  # fmt: skip
NAMES = st.sampled_from(["a.yaml", "..", "%2e%2e%2fsecret.yaml", "a\0.yaml", "a b.yaml", "\u202e.yaml", ".yaml"])
HEADERS = st.dictionaries(
    st.sampled_from(["If-Match", "If-None-Match", "Origin", "Cookie", "Content-Type", "Host", "Accept"]),
    st.sampled_from(["*", '"0"', "application/json", "text/plain", "http://evil.example", "localhost:8025", "limber-8025=x", "a" * 5000, ";;=="]),
    max_size=4,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.data(),
    st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]),
    BODIES,
    HEADERS,
    st.booleans(),
)
def test_whatever_comes_is_answered_and_without_the_cookie_nothing_changes(house, data, method, body, headers, known):
    path = data.draw(st.sampled_from([*house.paths, "/nothing", "//"])).replace("{name}", data.draw(NAMES))
    cookie = {"Cookie": f"{house.guard.cookie}={house.guard.token}"} if known else {}
    before = house.changed
    if method == "GET" and path == "/news" and known:
        return  # it has no end
    found = ask(
        house.page,
        method,
        path,
        body,
        {"Host": f"localhost:{PORT}", "Content-Type": "application/json", **headers, **cookie},
        client="127.0.0.1",
    )
    assert found.status < 500, found.body
    assert b"Traceback" not in found.body
    if not known and not path.startswith("/pair"):
        assert house.changed == before
    if "evil.example" in headers.get("Origin", ""):
        assert found.status in (403, 404, 405)
        assert house.changed == before
