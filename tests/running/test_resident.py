"""The loop of a Limber that stays: what comes is carried out, and whatever goes wrong, it is there again afterwards."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest

from assistant.content.calling import CALLED, WAKE
from assistant.running.links import RETRY_S
from assistant.running.resident import LOOK_S, TELL_AGAIN_S, Resident
from assistant.running.standby import ANSWERS_S, ATTENDS_S, Standby
from assistant.words.arrivals import Leaving, PlanOffered
from assistant.words.effects import line
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Heard, Lost, Pressed

START = Heard(CALLED + "start", ((WAKE, WAKE),), "limber start")
NIGHT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


@dataclass
class Cottage:
    """A house without devices, with a clock that is set by hand. It goes by the contract of `House`."""

    clock: float = 0.0
    resting: bool = False
    listening: bool = False
    attending: bool = False
    there: bool = True
    """Whether its devices can be opened."""
    fails: Exception | None = None
    """What the next session ends with."""
    ends: bool = False
    """Whether the next session, or the one after a reminder, is the last."""
    done: list[str] = field(default_factory=list)
    turns: int = 0
    hears: bool = True
    """What its light shows."""

    def goes_on(self):
        self.turns += 1

    def rest(self, *, listening):
        if not self.there:
            raise DeviceError("no microphone was found on this machine", "microphone")
        self.resting, self.listening = True, listening

    def rise(self, *, anew=False):
        self.resting = self.listening = False
        if anew:
            self.done.append("closed")

    def lend(self):
        self.rise(anew=True)
        self.there = False

    def attend(self, state):
        self.attending = state == "attending"

    def use_voice(self, wanted):
        self.done.append(f"{'keep' if wanted.kept else 'sample of'} {wanted.name}")
        self.clock += 9

    def tell(self, said, *, last=False):
        if not self.there:
            raise DeviceError("the loudspeaker does not take any sound any more")
        self.done.append(f"last words: {said.key}" if last else said.key)

    def sound(self, name):
        self.done.append(name)

    def hold(self, wanted):
        assert not self.resting, "a session has the devices for itself"
        self.done.append("session " + " ".join(heard.intent for heard in wanted))
        fails, self.fails = self.fails, None
        if fails:
            raise fails
        return self.ends

    def remind(self):
        self.done.append("remind")
        return self.ends

    def give_back(self):
        self.done.append("memory")

    def answer_plan(self, *, accepted):
        self.done.append(f"plan {accepted}")
        return line("plan_kept") if accepted else None

    def show_hearing(self, *, hears):
        self.hears = hears

    def complain(self, trouble):
        self.done.append(f"complain: {trouble}")


class Stay:
    """A resident in a cottage."""

    def __init__(self, *greetings):
        self.house, self.moment = Cottage(), NIGHT
        self.resident = Resident(
            self.house, Standby(time(7), UTC), greetings, lambda: self.house.clock, lambda: self.moment
        )

    def comes(self, *arrivals):
        """These come; returns what was done, reminders and memory apart."""
        for arrival in arrivals:
            self.resident.inbox.put(arrival)
        while not self.resident.inbox.empty() and not self.resident.left:
            self.resident.turn(0)
        return self.did()

    def passes(self, seconds, step=0.5):
        end = self.house.clock + seconds
        while self.house.clock < end:
            self.house.clock += step
            self.moment += timedelta(seconds=step)
            self.resident.turn(0)
        return self.did()

    def did(self):
        done, self.house.done = self.house.done, []
        return [each for each in done if each not in ("remind", "memory")]


@pytest.fixture
def stay():
    found = Stay()
    found.resident.turn(0)
    found.did()
    return found


def test_it_greets_once_when_its_devices_are_open():
    stay = Stay(line("standby_here"))
    stay.house.there = False
    assert stay.passes(3)[0] == "closed"
    stay.house.there = True
    assert stay.passes(3) == ["standby_here"]
    assert stay.passes(60) == []


def test_a_session_ends_in_standby_fifty_times(stay):
    for _ in range(50):
        assert stay.comes(START) == ["wake", "session start"]
        stay.passes(1)
        assert stay.house.resting
        assert stay.house.listening
    assert not stay.resident.left


@pytest.mark.parametrize("fails", [LimberError("the history is broken"), ValueError("nobody expected this")])
def test_a_session_that_fails_is_told_of_and_ends_in_standby(stay, fails):
    stay.house.fails = fails
    assert stay.comes(START) == ["wake", "session start", "standby_failed"]
    assert stay.comes(START) == ["wake", "session start"]


def test_a_session_that_lost_its_device_ends_in_standby_with_devices_opened_anew(stay):
    stay.house.fails = DeviceError("the loudspeaker was lost 3 times in a row")
    assert stay.comes(START) == [
        "wake",
        "session start",
        "closed",
        "complain: the loudspeaker was lost 3 times in a row",
    ]
    stay.passes(2)
    assert stay.house.resting


def test_what_came_during_a_session_is_past(stay):
    assert stay.comes(START, START, Pressed("long")) == ["wake", "session start"]
    assert stay.resident.standby.listens


def test_each_turn_says_that_the_loop_goes_on_whatever_came_of_the_one_before(stay):
    before = stay.house.turns
    stay.house.fails = ValueError("nobody expected this")
    for arrival in (START, Lost("microphone"), Heard(WAKE)):
        stay.comes(arrival)
    assert stay.house.turns == before + 3


def test_a_wish_to_leave_is_kept_through_a_session(stay):
    stay.comes(START, START, Leaving("the machine shuts down"))
    assert stay.resident.left


def test_a_session_that_ended_with_ctrl_c_is_the_last(stay):
    stay.house.ends = True
    stay.comes(START)
    assert stay.resident.left


def test_leaving_says_goodbye(stay):
    assert stay.comes(Leaving()) == ["last words: standby_leaving"]
    assert stay.resident.left


def test_after_the_wake_phrase_it_attends_and_rests_again(stay):
    assert stay.comes(Heard(WAKE)) == ["wake"]
    assert stay.house.attending
    assert stay.passes(ATTENDS_S + 1) == ["rest"]
    assert not stay.house.attending


def test_a_lost_device_is_told_of_once_and_tried_until_it_is_back(stay):
    stay.house.there = False
    told = stay.comes(Lost("microphone"), Lost("microphone"))
    assert told == ["closed", "complain: the microphone is lost"]  # what the ear says once it is closed is passed over
    told += stay.passes(TELL_AGAIN_S - 2 * RETRY_S, RETRY_S)
    assert [each for each in told if each != "closed"] == ["complain: the microphone is lost"]
    assert len([each for each in told if each == "closed"]) > TELL_AGAIN_S / RETRY_S / 4
    assert len([each for each in stay.passes(10 * RETRY_S, RETRY_S) if each.startswith("complain")]) == 1
    stay.house.there = True
    stay.passes(3 * RETRY_S)
    assert stay.house.resting
    assert stay.house.listening


def test_reminders_are_looked_at_while_it_rests_and_never_in_the_night(stay):
    stay.passes(10 * LOOK_S)
    stay.house.done = []
    for _ in range(40):
        stay.house.clock += LOOK_S
        stay.resident.turn(0)
    assert stay.house.done.count("remind") == 40
    stay.comes(Heard(CALLED + "goodnight"))
    stay.house.done = []
    for _ in range(40):
        stay.house.clock += LOOK_S
        stay.resident.turn(0)
    assert stay.house.done.count("remind") == 0


def test_goodnight_closes_the_microphone_and_the_morning_opens_it(stay):
    assert stay.comes(Heard(CALLED + "goodnight")) == ["standby_goodnight", "closed"]
    assert stay.house.resting
    assert not stay.house.listening
    assert stay.comes(START, Heard(WAKE)) == []
    stay.moment = NIGHT + timedelta(hours=9)
    stay.resident.turn(0)
    assert stay.house.listening


def test_stop_listening_closes_the_microphone_and_a_press_opens_it(stay):
    assert stay.comes(Heard(CALLED + "stop_listening")) == ["standby_closed", "closed"]
    assert not stay.house.listening
    assert stay.comes(Pressed("short")) == ["standby_opened"]
    assert stay.house.listening


def test_a_session_gives_its_memory_back_before_standby_goes_on(stay):
    stay.comes(START)
    stay.resident.inbox.put(START)
    stay.resident.turn(0)
    assert stay.house.done[:3] == ["wake", "session start", "memory"]


def test_a_voice_that_fails_ends_in_the_next_one(stay, monkeypatch):
    stay.resident.standby.voices = lambda: ("clear", "joe", "anna")
    begun = stay.house.use_voice

    def fails(wanted):
        if wanted.name == "joe":
            raise LimberError("the voice 'joe' is damaged")
        begun(wanted)

    monkeypatch.setattr(stay.house, "use_voice", fails)
    assert stay.comes(Heard(CALLED + "another_voice", ((WAKE, WAKE),), "limber another voice")) == []
    assert stay.passes(ATTENDS_S + 1) == ["sample of anna"]
    assert stay.comes(Heard("yes", (), "yes")) == ["keep anna"]


@pytest.mark.parametrize(("said", "told"), [("yes", ["plan True", "plan_kept"]), ("no", ["plan False"])])
def test_a_plan_is_offered_and_what_is_answered_is_done_and_told(stay, said, told):
    assert stay.comes(PlanOffered("After the holidays", "", 4, 12)) == ["plan_sent"]
    assert stay.passes(ANSWERS_S - 1) == []
    assert stay.comes(Heard(said)) == told
    assert stay.comes(PlanOffered("Another", "", 4, 12)) == ["plan_sent"]
    assert stay.passes(ANSWERS_S + 1) == ["plan None"]


def test_a_plan_whose_offer_could_not_be_heard_is_not_kept_by_a_yes(stay):
    tell = stay.house.tell

    def fails(_said):
        raise DeviceError("the loudspeaker does not take any sound any more")

    stay.house.tell = fails
    stay.comes(PlanOffered("After the holidays", "", 4, 12))
    stay.house.tell = tell
    stay.passes(RETRY_S + 1)
    assert stay.comes(Heard("yes")) == []
    assert stay.resident.standby.state == "resting"
