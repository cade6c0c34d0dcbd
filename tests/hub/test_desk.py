"""The hub's page in a real browser, and the command around it."""

import json
from contextlib import closing

import pytest
from playwright.sync_api import expect

from assistant.app import PLANS, library_with
from assistant.cli import main
from assistant.commands.hubbing import STATIC
from assistant.content.load import load_language
from assistant.hub.collected import Collected
from assistant.hub.desk import HERE, HubDesk
from assistant.hub.messages import About
from assistant.hub.seen import SeenSpeaker
from assistant.page.guard import Guard
from assistant.page.server import Page
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell, static_doors
from assistant.words.errors import LimberError
from tests.hub.test_collected import session
from tests.hub.test_messages import DEVICE
from tests.page.test_server import free_port
from tests.support.browsing import AXE, wrong_anywhere
from tests.support.plans import WHOLE


class Speakers:
    """A hub without a broker: it goes by the contract of `Hub`."""

    trouble = ""

    def __init__(self, kept):
        self._kept, self.sent = kept, []

    def seen(self):
        about = About(DEVICE, "Kitchen <script>alert(1)</script>", health=False)
        return [SeenSpeaker("kitchen", about, online=True, state={"state": "exercising", "exercise": "Bridge"})]

    def belongs(self, slug, patient):
        assert slug == "kitchen"
        self._kept.belongs(DEVICE, patient)

    def send_plan(self, _slug, name, text):
        self._kept.offer(DEVICE, name, text)
        self.sent.append(text)


@pytest.fixture
def desk(tmp_path, clock):
    (tmp_path / "mine.yaml").write_text(WHOLE)
    (tmp_path / "wrong.yaml").write_text(WHOLE.replace("clamshell", "<script>"))
    shelf, port = Shelf(tmp_path, PLANS), free_port()
    with closing(Collected(f"sqlite:///{tmp_path}/clinic.db", clock)) as kept:
        hub = Speakers(kept)
        shell = Shell(load_language().reader("desk"), (HERE, "/plans"))

        def check(text):
            library_with(str(tmp_path / "sent.yaml"), unsaved=text)

        doors = HubDesk(hub, kept, shelf, shell, check).doors()
        served = Page([*static_doors(STATIC), *doors], Guard(port))
        served.start()
        yield hub, kept, port
        served.close()


def test_somebody_is_written_down_and_gets_a_plan_and_nothing_is_read_as_html(desk, page, clock):
    hub, kept, port = desk
    page.add_init_script(path=AXE)
    page.goto(f"http://localhost:{port}/")
    speaker = page.locator("#speakers > li")
    expect(speaker.get_by_role("heading")).to_have_text("Kitchen <script>alert(1)</script>")
    expect(speaker).to_contain_text("exercising \u00b7 Bridge")
    speaker.get_by_label("Belongs to").fill("Patient 7")
    speaker.get_by_role("button", name="Write it down").click()
    expect(page.locator("#told")).to_have_text("That is written down.")
    clock.goes_on(minutes=1)
    kept.keep([session(1, clock)])
    expect(speaker).to_contain_text("Sessions: 1")
    speaker.get_by_label("Plan").select_option("wrong.yaml")
    speaker.get_by_role("button", name="Send").click()
    expect(page.locator("#told")).to_contain_text("there is no exercise '<script>'")
    assert hub.sent == []
    speaker.get_by_label("Plan").select_option("mine.yaml")
    speaker.get_by_role("button", name="Send").click()
    expect(speaker).to_contain_text("mine.yaml \u00b7 sent")
    assert hub.sent == [WHOLE]
    assert wrong_anywhere(page) == []


def test_what_there_is_of_somebody_is_written_down_and_deleted(tmp_path, monkeypatch, clock, capsys):
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    with closing(Collected(f"sqlite:///{tmp_path}/limber/clinic.db", clock)) as kept:
        kept.belongs(DEVICE, "Patient 7")
        kept.keep([session(1, clock)])
    file = tmp_path / "patient-7.json"
    assert main(["hub", "--export", "Patient 7", str(file)]) == 0
    assert len(json.loads(file.read_text())["sessions"]) == 1
    assert file.stat().st_mode & 0o077 == 0
    assert main(["hub", "--export", "Patient 7", str(file)]) == 2
    assert main(["hub", "--delete", "Patient 8"]) == 2
    assert main(["hub", "--delete", "Patient 7"]) == 0
    assert main(["hub", "--export", "Patient 7", str(tmp_path / "again.json")]) == 2
    assert main(["hub"]) == 2
    told = capsys.readouterr()
    assert "1 session" in told.out
    assert "there is nobody of the name 'Patient 8' (did you mean 'Patient 7'?)" in told.err
    assert "the hub needs a broker" in told.err


def test_a_message_of_another_form_is_refused(desk):
    hub, kept, _port = desk
    with pytest.raises(LimberError):
        HubDesk(hub, kept, None, None, None)._belongs(type("Asked", (), {"data": {"speaker": 1}}))
