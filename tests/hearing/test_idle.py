"""While we have been silent for long, nothing is taken out of the microphone; then our own voice is taken out as before."""

import numpy as np
import pytest

from assistant.hearing.echo.canceller import Canceller
from assistant.hearing.echo.near_end import HOP, HOP_S, NearEnd, level
from assistant.hearing.echo.separator import IDLE_S, Separator
from assistant.places import NEAR_END
from assistant.words.units import INPUT_RATE
from tests.hearing.test_echo import SENTENCE, hops, over, room, spoken

SILENT_S = 40.0


class Counting(Canceller):
    """The canceller, which knows how often it was asked."""

    asked = 0

    def process(self, heard, played):
        self.asked += 1
        return super().process(heard, played)


@pytest.fixture(scope="module")
def narration(tmp_path_factory):
    return spoken(tmp_path_factory.mktemp("voice"), SENTENCE) * np.float32(0.5)


@pytest.fixture
def counted(monkeypatch):
    monkeypatch.setattr("assistant.hearing.echo.separator.Canceller", Counting)
    separator = Separator("cancel", NearEnd(dict(np.load(NEAR_END))))
    return separator, separator._canceller


def twice(narration):
    silence = np.zeros(round(SILENT_S * INPUT_RATE), np.float32)
    played = np.concatenate([narration, silence, narration])
    return played, len(narration) + len(silence)


def test_nothing_is_cancelled_in_a_long_silence_and_our_voice_after_it_as_before(counted, narration):
    separator, canceller = counted
    played, again = twice(narration)
    heard = room(played)
    left, detected = [], []
    for mic, ours in hops(heard, played):
        hop = separator.process(mic, ours)
        left.append(hop.sound)
        detected.append(hop.detected)
    sound = np.concatenate(left)
    assert separator.now_s == pytest.approx(len(left) * HOP_S)
    idle = (SILENT_S - IDLE_S) / HOP_S
    assert canceller.asked == pytest.approx(len(left) - idle, abs=100)
    assert not any(detected)
    for begins in (0, again):
        late = slice(begins + 6 * INPUT_RATE, begins + len(narration) - INPUT_RATE)
        assert level(heard[late]) - level(sound[late]) > 12
    silence = slice(again - INPUT_RATE, again - HOP)
    np.testing.assert_array_equal(sound[silence], heard[silence])


def test_somebody_who_speaks_over_us_after_a_long_silence_is_detected(counted, narration, tmp_path):
    separator, _ = counted
    played, again = twice(narration)
    at_s = again / INPUT_RATE + 5
    heard = over(played, tmp_path, "stop the exercise", at_s)
    detected = [separator.process(mic, ours).detected for mic, ours in hops(heard, played)]
    begins = round(at_s / HOP_S)
    assert not any(detected[:begins])
    assert any(detected[begins : begins + round(2 / HOP_S)])
