"""A Limber that stays at a real broker, without its sound: what a clinic's hub may have of it, and what it may not."""

import json
import time
from datetime import UTC, datetime
from datetime import time as time_of_day

import pytest

from assistant.commands import clinic
from assistant.commands.housing import house_in_use
from assistant.content.household import HouseSettings
from assistant.history.store import Store
from assistant.hub.messages import FinishedSession, HubTopics, OfferedPlan, Stored, read_message, written
from assistant.places import hub_file, plans_folder
from assistant.running.links import Links
from assistant.running.standby import AnswerPlan, Standby, Tell
from assistant.settings import Settings
from assistant.words.events import Heard
from assistant.words.records import SessionEnded
from assistant.words.units import Seconds
from tests.support.house import LOOPBACK, USER
from tests.support.patience import wait_until
from tests.support.plans import WHOLE

TOPICS = HubTopics("kitchen")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Stays:
    """A speaker in standby, whose loop is turned by hand."""

    def __init__(self, house):
        self._house, self.standby, self.said = house, Standby(time_of_day(7), UTC), []
        house.post = self.hears

    def hears(self, arrival):
        for deed in self.standby.take(arrival, Seconds(0), NOW):
            if isinstance(deed, AnswerPlan):
                self.said.append(self._house.answers_plan(accepted=deed.accepted).key)
            elif isinstance(deed, Tell):
                self.said.append(deed.said.key)
                self.standby.attend(Seconds(0))

    def until(self, true):
        def turned():
            self._house.stands(self.standby)
            return true()

        wait_until(turned)

    def gets(self, somebody, topic, fits=lambda _: True):
        """Go on until somebody has such a message; returns it."""
        found = []

        def came():
            while not somebody.got.empty() and not found:
                where, text = somebody.got.get()
                data = json.loads(text) if text.startswith("{") else text
                found.extend([data] if where == topic and fits(data) else [])
            return found

        self.until(came)
        return found[0]

    def comes(self, somebody):
        """Go on until it is at the broker; returns what it tells about itself, which is not what another kept there."""
        device = json.loads(hub_file().read_text())["device"]
        return self.gets(somebody, TOPICS.about, lambda told: told and told["device"] == device)

    def answers(self, somebody, plan, how):
        """Go on until the hub is told this of a plan; returns what it is told."""
        return self.gets(somebody, TOPICS.answer, lambda told: (told["plan"], told["answer"]) == (plan, how))

    def session(self):
        """Somebody has a session of a minute."""
        with self._house.heeded_by(Links()), Store() as store:
            store.record(store.begin(), 60.0, SessionEnded("unwell"))


@pytest.fixture
def stays(tmp_path, monkeypatch, mosquitto):
    """Begins to stay, with these settings of the house."""
    for name in ("DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    opened = []

    def begin(**how):
        for each in opened:
            each.__exit__(None, None, None)
        house = HouseSettings(LOOPBACK, mosquitto.port, USER, str(mosquitto.password_file), name="Kitchen", **how)
        opened[:] = [house_in_use(Settings(model="limber-en", house=house), store)]
        return Stays(opened[0].__enter__())

    with Store() as store:
        yield begin
        for each in opened:
            each.__exit__(None, None, None)


def offer(somebody, number, text):
    """Send a plan; returns what it is called."""
    plan = OfferedPlan(f"{number:032x}", text)
    somebody.send(TOPICS.plan, written(plan))
    return plan.id


def test_a_session_is_told_until_it_is_confirmed_also_by_the_next_start(stays, somebody, monkeypatch):
    monkeypatch.setattr(clinic, "AGAIN_S", 0.2)
    speaker = stays(hub=True)
    told = speaker.comes(somebody)
    assert (told["name"], told["health"]) == ("Kitchen", False)
    speaker.session()
    first = speaker.gets(somebody, TOPICS.session)
    assert speaker.gets(somebody, TOPICS.session) == first
    speaker = stays(hub=True)
    assert speaker.gets(somebody, TOPICS.session) == first
    session = read_message(json.dumps(first).encode(), FinishedSession)
    assert (session.ended, session.pains) == ("left", ())
    somebody.send(TOPICS.stored, written(Stored((session.id,))))
    speaker.until(lambda: json.loads(hub_file().read_text())["stored"])
    with Store() as store:
        store.forget()
    speaker.session()
    assert speaker.gets(somebody, TOPICS.about)["device"] != told["device"]


def test_a_plan_is_kept_only_after_a_yes_and_overwrites_nothing(stays, somebody):
    speaker = stays(hub=True)
    speaker.comes(somebody)
    for number, (text, word, how) in enumerate([
        (WHOLE, "yes", "kept"),
        (WHOLE.replace("After", "Before"), "no", "refused"),
        (WHOLE.replace("stairs", "steps"), "yes", "kept"),
    ]):  # fmt: skip
        plan = offer(somebody, number, text)
        speaker.until(lambda: speaker.standby.state == "offered")
        before = plans_folder().exists() and len(list(plans_folder().iterdir()))
        speaker.hears(Heard(word, (), word))
        speaker.answers(somebody, plan, how)
        assert len(list(plans_folder().iterdir())) == before + (how == "kept")
    plan = offer(somebody, 9, WHOLE)
    speaker.answers(somebody, plan, "kept")  # it is there already, so nobody is asked
    assert speaker.said == ["plan_by", "plan_kept", "plan_by", "plan_refused", "plan_by", "plan_kept"]
    assert {path.name: path.read_text() for path in plans_folder().iterdir()} == {
        "my_plan.yaml": WHOLE,
        "my_plan-2.yaml": WHOLE.replace("stairs", "steps"),
    }


def test_what_is_no_plan_is_told_to_the_hub_and_never_to_the_person(stays, somebody):
    speaker = stays(hub=True)
    speaker.comes(somebody)
    for payload in ("{}", "[" * 1000):
        somebody.send(TOPICS.plan, payload)
        somebody.send(TOPICS.stored, payload)
    for number, (text, told) in enumerate([
        ("items: [", "not readable as YAML"),
        (WHOLE.replace("clamshell", "calmshell"), "did you mean 'clamshell'?"),
        (WHOLE.replace("Slowly is fine.", "Stop."), "by itself is what the person says"),
    ]):  # fmt: skip
        assert told in speaker.answers(somebody, offer(somebody, number, text), "wrong")["why"]
    assert speaker.said == []
    assert not plans_folder().exists()


def test_a_plan_that_comes_while_it_sleeps_waits_and_one_that_cannot_be_kept_waits_on(stays, somebody):
    speaker = stays(hub=True)
    speaker.comes(somebody)
    speaker.standby.state = "asleep"
    plan = offer(somebody, 1, WHOLE)
    speaker.answers(somebody, plan, "waits")
    assert speaker.said == []
    speaker.standby.state = "resting"
    speaker.until(lambda: speaker.standby.state == "offered")
    plans_folder().write_text("a file in the place of the folder")
    speaker.hears(Heard("yes"))
    assert speaker.said == ["plan_by", "plan_not_kept"]
    assert speaker.standby.state == "resting"


def test_a_speaker_that_does_not_allow_it_is_not_seen_any_more_and_sends_nothing(stays, somebody):
    speaker = stays(hub=True)
    speaker.comes(somebody)
    assert hub_file().exists()
    speaker = stays()
    speaker.gets(somebody, TOPICS.about, lambda told: told == "")
    assert not hub_file().exists()
    offer(somebody, 1, WHOLE)
    speaker.session()
    seen = time.monotonic()
    speaker.gets(somebody, "limber/kitchen/state", lambda _: time.monotonic() > seen)
    assert speaker.said == []
    while not somebody.got.empty():
        assert somebody.got.get()[0] not in (TOPICS.session, TOPICS.answer)


def test_where_it_cannot_be_written_down_what_the_hub_has_the_house_goes_on_without_it(stays, somebody, capsys):
    hub_file().mkdir()
    speaker = stays(hub=True)
    speaker.gets(somebody, "limber/kitchen/state")
    assert "hub.json" in capsys.readouterr().err
