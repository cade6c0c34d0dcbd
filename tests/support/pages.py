"""The page as a command shows it, with its presses, and without a socket."""

import json

from assistant.app import App
from assistant.coach.person import cleared
from assistant.commands.paging import Pages
from assistant.history.store import Store
from assistant.settings import Settings
from tests.page.test_server import free_port
from tests.support.asgi import ask
from tests.support.drive import library


def own_pages(tmp_path, monkeypatch):
    """The page of somebody known, whose files are all in this folder."""
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    with Store() as store:
        store.keep_person(cleared(library().screening, 20_000))
    return Pages(App.open(Settings(model="limber-en")), free_port())


def send(pages, path, data, method="POST", **headers):
    """What the page answers to a browser of this machine that has loaded it."""
    guard, body = pages._page._guard, json.dumps(data).encode()
    known = {"Host": f"localhost:{guard.port}", "Cookie": f"{guard.cookie}={guard.token}"}
    names = {
        "Content-Type": "application/json",
        **known,
        **{key.replace("_", "-"): each for key, each in headers.items()},
    }
    return ask(pages._page, method, path, body, names, client="127.0.0.1")


def press(pages, data):
    """Press something."""
    return send(pages, "/press", data)
