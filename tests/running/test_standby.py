"""What is said and pressed while no session is under way: what follows, and that nothing does without a wake phrase."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.calling import CALLED, WAKE
from assistant.running.standby import ATTENDS_S, Hold, SetMicrophone, Sound, Standby, Tell
from assistant.words.arrivals import VoiceWanted, Wanted
from assistant.words.effects import UseVoice, line
from assistant.words.events import Heard, Lost, PairingAsked, Pressed, SpeechBegan, Unclear
from assistant.words.units import Seconds

NIGHT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
WAKING = Heard(WAKE, ((WAKE, WAKE),), "limber")
WANTS = (
    "start",
    "fit",
    "pick",
    "hurts",
    "red_flag",
    "fell",
    "progress",
    "usual",
    "goodnight",
    "stop_listening",
    "help",
    "stop",
)


def called(intent, **slots):
    return Heard(CALLED + intent, tuple(sorted({**slots, WAKE: WAKE}.items())), f"limber {intent}")


def standby():
    return Standby(time(7), UTC)


def take(rest, arrival, at=0.0, now=NIGHT):
    return tuple(rest.take(arrival, Seconds(at), now))


def told(deeds):
    return [deed.said.key for deed in deeds if isinstance(deed, Tell)]


@pytest.mark.parametrize(
    ("heard", "begun"),
    [
        (called("start"), Heard("start", (), "limber start")),
        (called("fit", minutes="10", want="chair"), Heard("fit", (("minutes", "10"), ("want", "chair")), "limber fit")),
        (called("hurts", area="low_back"), Heard("hurts", (("area", "low_back"),), "limber hurts")),
        (called("red_flag", flag="breath"), Heard("red_flag", (("flag", "breath"),), "limber red_flag")),
    ],
)
def test_what_is_wanted_in_one_breath_begins_a_session_with_it(heard, begun):
    assert take(standby(), heard) == (Sound("wake"), Hold((begun,)))


@pytest.mark.parametrize("intent", WANTS)
def test_a_visitor_who_says_it_without_the_wake_phrase_starts_nothing(intent):
    assert take(standby(), Heard(intent)) == ()


def test_after_the_wake_phrase_alone_it_attends_for_eight_seconds_and_says_when_they_are_over():
    rest = standby()
    assert take(rest, WAKING) == (Sound("wake"),)
    assert take(rest, Heard("start"), ATTENDS_S - 0.1) == (Sound("wake"), Hold((Heard("start"),)))
    assert take(rest, WAKING, 100.0) == (Sound("wake"),)
    assert take(rest, Heard("start"), 100 + ATTENDS_S) == (Sound("rest"),)
    assert rest.state == "resting"


def test_the_eight_seconds_begin_when_the_tone_has_been_heard():
    rest = standby()
    take(rest, WAKING)
    rest.attend(Seconds(2.0))
    assert take(rest, Heard("start"), 2 + ATTENDS_S - 0.1) == (Sound("wake"), Hold((Heard("start"),)))


@pytest.mark.parametrize("event", [Unclear("mumble"), SpeechBegan(), Lost("speaker")])
def test_what_is_no_command_changes_nothing(event):
    rest = standby()
    assert take(rest, event) == ()
    take(rest, WAKING)
    assert take(rest, event, 1) == ()
    assert rest.state == "attending"


def test_stop_where_nothing_is_under_way_is_answered_and_no_session_begins():
    rest = standby()
    assert told(take(rest, called("stop"))) == ["standby_nothing"]
    assert rest.state == "resting"


def test_goodnight_closes_the_microphone_until_the_morning():
    rest = standby()
    deeds = take(rest, called("goodnight"))
    assert told(deeds) == ["standby_goodnight"]
    assert deeds[-1] == SetMicrophone()
    assert not rest.listens
    assert not rest.reminds
    morning = NIGHT.replace(hour=7, minute=0) + timedelta(days=1)
    assert tuple(rest.pass_time(Seconds(10), morning - timedelta(seconds=1))) == ()
    assert tuple(rest.pass_time(Seconds(20), morning)) == (SetMicrophone(),)
    assert rest.listens
    assert rest.reminds


def test_goodnight_in_the_small_hours_is_until_the_same_morning():
    rest = standby()
    take(rest, called("goodnight"), now=NIGHT.replace(hour=3))
    assert rest.wakes_at == NIGHT.replace(hour=7, minute=0)


def test_the_morning_is_what_a_clock_on_the_wall_shows_where_clocks_change_in_that_night():
    rest = Standby(time(7), ZoneInfo("Europe/Berlin"))
    take(rest, called("goodnight"), now=datetime(2026, 3, 28, 22, 0, tzinfo=UTC))
    assert rest.wakes_at == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)


def test_stop_listening_closes_the_microphone_until_a_button_is_pressed():
    rest = standby()
    deeds = take(rest, called("stop_listening"))
    assert (told(deeds), deeds[-1]) == (["standby_closed"], SetMicrophone())
    assert tuple(rest.pass_time(Seconds(10), NIGHT + timedelta(days=30))) == ()
    assert not rest.listens
    assert rest.reminds
    deeds = take(rest, Pressed("short"), 20)
    assert (deeds[0], told(deeds)) == (SetMicrophone(), ["standby_opened"])
    assert rest.listens


@pytest.mark.parametrize(
    ("kind", "state", "begins"),
    [
        ("short", "resting", True),
        ("double", "resting", False),
        ("long", "asleep", False),
        ("very_long", "closed", False),
    ],
)
def test_each_press_does_something_else(kind, state, begins):
    rest = standby()
    deeds = take(rest, Pressed(kind))
    assert rest.state == state
    assert any(isinstance(deed, Hold) for deed in deeds) == begins


anything_said = st.sampled_from([Heard(intent) for intent in WANTS] + [Unclear("start"), SpeechBegan()])
anything = st.one_of(
    anything_said, st.sampled_from([WAKING, *map(called, WANTS), *map(Pressed, ("short", "long", "very_long"))])
)
moments = st.floats(0, 30)


@given(st.lists(st.tuples(moments, anything_said), max_size=20))
def test_however_much_is_said_without_a_wake_phrase_nothing_follows(said):
    rest, at = standby(), 0.0
    for wait, heard in said:
        at += wait
        assert take(rest, heard, at) == ()


@given(st.lists(st.tuples(moments, anything), max_size=20), st.lists(st.tuples(moments, anything_said), max_size=8))
def test_eight_seconds_after_the_last_wake_phrase_no_visitor_starts_anything(before, after):
    rest, at = standby(), 0.0
    for wait, arrival in before:
        at += wait
        take(rest, arrival, at)
    at += ATTENDS_S
    for wait, heard in after:
        at += wait
        assert not any(isinstance(deed, Hold) for deed in take(rest, heard, at))


@given(st.lists(st.tuples(moments, anything), max_size=20))
def test_a_closed_microphone_says_how_it_is_opened_and_is_opened_by_any_press(before):
    rest, at = standby(), 0.0
    for wait, arrival in before:
        at += wait
        deeds = take(rest, arrival, at)
        if SetMicrophone() in deeds and not rest.listens:
            assert set(told(deeds)) & {"standby_closed", "standby_goodnight"}
    if not rest.listens:
        assert SetMicrophone() in take(rest, Pressed("short"), at + 1)
    assert rest.listens


@pytest.mark.parametrize(
    "wish",
    [
        Heard("start"),
        Heard("pick", (("routine", "clinic_five"),)),
        Heard("fit", (("minutes", "10"), ("want", "chair"))),
    ],
)
def test_what_is_asked_for_on_the_page_begins_but_never_behind_a_closed_microphone(wish):
    rest = standby()
    assert take(rest, Wanted(wish)) == (Hold((wish,)),)
    take(rest, called("stop_listening"))
    assert told(take(rest, Wanted(wish))) == ["standby_opened"]
    assert rest.state == "resting"


def test_the_code_of_the_page_is_said_to_who_is_awake():
    rest = standby()
    assert take(rest, PairingAsked("1, 2")) == (Tell(line("pairing", code="1, 2")),)
    take(rest, called("goodnight"))
    assert take(rest, PairingAsked("1, 2")) == ()


def trying(*voices):
    rest = standby()
    rest.voices = lambda: voices
    return rest


def test_another_voice_is_heard_and_the_one_that_is_wanted_is_kept():
    rest = trying("clear", "joe", "anna")
    assert take(rest, called("another_voice")) == (UseVoice("joe"),)
    assert take(rest, Heard("no", (), "no"), at=100.0) == (UseVoice("anna"),)
    assert take(rest, Heard("this_one", (), "this one"), at=110.0) == (UseVoice("anna", kept=True),)
    assert rest.state == "resting"


@pytest.mark.parametrize("kept", [False, True])
def test_a_voice_that_is_wanted_on_the_page_is_heard_and_ends_the_trying_of_others(kept):
    rest = trying("clear", "joe", "anna")
    take(rest, called("another_voice"))
    assert take(rest, VoiceWanted("plain", kept)) == (UseVoice("plain", kept=kept),)
    assert rest.state == "resting"
    rest.state = "closed"
    assert take(rest, VoiceWanted("plain", kept)) == (UseVoice("plain", kept=kept),)
    assert rest.state == "closed"
    rest.state = "asleep"
    assert take(rest, VoiceWanted("plain", kept)) == ()


def test_a_silence_after_a_sample_lets_the_next_one_be_heard_and_after_the_last_it_is_as_before():
    rest, at = trying("clear", "joe", "anna"), Seconds(50.0)
    take(rest, called("another_voice"))
    assert rest.pass_time(at, NIGHT) == ()  # the sample has not been heard to its end yet
    rest.attend(at)
    assert rest.pass_time(Seconds(at + ATTENDS_S), NIGHT) == (UseVoice("anna"),)
    rest.attend(at)
    assert told(rest.pass_time(Seconds(at + ATTENDS_S), NIGHT)) == ["voice_usual"]
    assert rest.state == "resting"


def test_what_begins_with_a_wake_phrase_goes_before_the_voices():
    rest = trying("clear", "joe")
    take(rest, called("another_voice"))
    assert take(rest, called("start")) == (Sound("wake"), Hold((Heard("start", (), "limber start"),)))
    take(rest, called("another_voice"))
    assert told(take(rest, Heard("stop", (), "stop"))) == ["standby_nothing"]
    assert rest.state == "resting"


def test_without_another_voice_that_is_said():
    assert told(take(trying("clear"), called("another_voice"))) == ["voice_only"]


@pytest.mark.parametrize("answer", ["yes", "no", "next", "this_one"])
def test_an_answer_to_nothing_is_passed_over(answer):
    rest = trying("clear", "joe")
    for before in ((), (WAKING,)):
        for arrival in before:
            take(rest, arrival)
        assert take(rest, Heard(answer, (), answer)) == ()


@pytest.mark.parametrize(("press", "deed"), [("short", UseVoice("joe", kept=True)), ("long", UseVoice("anna"))])
def test_a_press_keeps_a_voice_or_lets_the_next_one_be_heard(press, deed):
    rest = trying("clear", "joe", "anna")
    take(rest, called("another_voice"))
    assert take(rest, Pressed(press)) == (deed,)
