"""Sound that is left out because it is too late: what comes after it is lined up and subtracted as before."""

import numpy as np
import pytest

from assistant.app import App
from assistant.hearing.echo.near_end import HOP, HOP_S, NearEnd, level
from assistant.hearing.echo.separator import Separator
from assistant.hearing.listener import Listener
from assistant.places import NEAR_END
from assistant.settings import Settings
from assistant.words.events import Heard, SpeechBegan
from assistant.words.units import INPUT_RATE
from tests.hearing.test_echo import SENTENCE, hops, over, room, spoken

LASTS_S = 21
"""Seconds of our own voice: two more than what is looked at, or than a command over it, may end."""


@pytest.fixture(scope="module")
def app():
    return App.open(Settings())


@pytest.fixture(scope="module")
def narration(tmp_path_factory):
    once = spoken(tmp_path_factory.mktemp("voice"), SENTENCE) * np.float32(0.5)
    return np.concatenate([once, once])[: LASTS_S * INPUT_RATE]


def separated(heard, played, out):
    """What is left, hop by hop, and where somebody is detected; `out` are the seconds that are passed over."""
    separator, left, detected = Separator("cancel", NearEnd(dict(np.load(NEAR_END)))), [], []
    for number, (mic, ours) in enumerate(hops(heard, played)):
        if out[0] <= number * HOP_S < out[1]:
            separator.pass_over(mic, ours, lost=True)
            left.append(np.zeros(HOP, np.float32))
        else:
            hop = separator.process(mic, ours)
            left.append(hop.sound)
            detected.append(hop.detected)
    assert separator.now_s == pytest.approx(len(left) * HOP_S)
    return np.concatenate(left), detected


@pytest.fixture(scope="module", params=[56, 500, 1500])
def late(narration, request):
    """Our voice so many milliseconds late in the microphone, and what is left of it where nothing is passed over."""
    heard = room(narration, delay=request.param * INPUT_RATE // 1000)
    return heard, separated(heard, narration, (0, 0))[0]


@pytest.mark.parametrize("out", [(15.0, 15.5), (15.0, 16.0), (15.0, 18.0)])
def test_our_own_voice_is_subtracted_after_it_as_before(narration, out, late):
    heard, whole = late
    left, detected = separated(heard, narration, out)
    for start_s, louder_db in ((0.0, 10), (0.3, 4), (1.0, 3)):
        part = slice(round((out[1] + start_s) * INPUT_RATE), round((out[1] + start_s + 1.0) * INPUT_RATE))
        assert level(left[part]) < level(whole[part]) + louder_db
        assert level(heard[part]) - level(left[part]) > 15
    assert not any(detected)


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("said_s", [16.2, 18.0])
def test_a_command_over_us_is_heard_after_it_and_our_own_sentences_do_nothing(app, narration, tmp_path, lost, said_s):
    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))), lambda _ago_s: SENTENCE)
    listener.listen_for({"stop", "next", "hurts", "repeat"})
    found = []
    for number, (mic, ours) in enumerate(hops(over(narration, tmp_path, "that hurts", said_s), narration)):
        if 14.5 <= number * HOP_S < 16.0:
            found += listener.pass_over(mic, ours, lost=lost)
        else:
            found += listener.accept(mic, ours)
    assert [event.intent for event in found if not isinstance(event, SpeechBegan)] == ["hurts"]


def test_the_words_we_were_saying_are_those_of_the_time_that_is_heard(app, narration, tmp_path):
    asked = []

    def saying(ago_s):
        asked.append(ago_s)
        return ""

    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))), saying)
    for mic, ours in hops(over(narration, tmp_path, "that hurts"), narration[: 12 * INPUT_RATE]):
        listener.accept(mic, ours, behind_s=1.5)
    assert asked
    assert set(asked) == {1.5}


def test_an_utterance_in_which_words_were_lost_is_left(app, tmp_path):
    listener = Listener(app.recogniser())
    said = spoken(tmp_path, "skip this exercise")
    half = len(said) // 2 // HOP * HOP
    quiet = np.zeros(INPUT_RATE, np.float32)
    found = listener.accept(np.concatenate([quiet, said[:half]]))
    found += listener.pass_over(said[half:], np.zeros_like(said[half:]), lost=True)
    found += listener.accept(np.concatenate([quiet, spoken(tmp_path, "next"), quiet]))
    assert [event.intent for event in found if isinstance(event, Heard)] == ["next"]
