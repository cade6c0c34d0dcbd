"""A rehearsal that nobody goes on with ends by itself."""

import numpy as np

from assistant.app import App
from assistant.coach.person import cleared
from assistant.running.rehearsal import LEFT_MOST_S, RehearsedPerson, rehearse
from assistant.settings import Settings
from assistant.words.events import Heard
from tests.support.drive import library

NOTHING = np.zeros(0, np.float32)


class Ear:
    """Hears one "pause" at the beginning, and nothing after it."""

    def __init__(self):
        self.heard = [Heard("pause")]

    def listen_for(self, intents):
        pass

    def accept(self, _block):
        heard, self.heard = self.heard, []
        return heard


def test_a_pause_that_nobody_ends_is_not_written_for_hours(tmp_path):
    parts = App.open(Settings()).parts(library(), library().routines["office_micro"], cleared(library().screening))
    try:
        length = rehearse(parts, Ear(), RehearsedPerson(NOTHING, NOTHING), tmp_path)
    finally:
        parts.voice.close()
    assert LEFT_MOST_S <= length < LEFT_MOST_S + 5
    assert parts.coach.view().gate == "paused"
