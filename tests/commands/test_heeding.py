"""Trouble that is told while a voice is learnt, or when somebody is called to a session."""

import numpy as np
import pytest

from assistant.commands.heeding import Heed, InTroubleError
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.enrolling.guide import Guide
from assistant.hearing.enrolling.takes import Take
from assistant.history.store import Store, history_file
from assistant.words.events import Heard
from tests.support.drive import grammar, library

SOUND = np.zeros(10, np.float32)
CHEST = Heard("red_flag", (("flag", "chest"),), "my chest hurts")
HURTS = Heard("hurts", (), "that hurts")
YES, NO = Heard("yes", (), "yes"), Heard("no", (), "no")


class Talk:
    """Turns without devices: keeps what is said, and gives what was prepared to be heard."""

    def __init__(self, *heard):
        self.said, self._takes = [], [Take(SOUND, each) if each else None for each in heard]

    def say(self, text):
        self.said.append(text)

    def take(self):
        return self._takes.pop(0)


@pytest.fixture
def nobody():
    history_file().unlink(missing_ok=True)
    yield
    history_file().unlink(missing_ok=True)


def lock():
    with Store() as store:
        return store.person().lock


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("answer", [(YES,), None])
def test_a_red_flag_locks_unless_it_was_misheard(answer):
    talk = Talk(answer)
    with pytest.raises(InTroubleError):
        Heed(talk, library())([CHEST])
    assert lock() == "chest"
    assert talk.said[0] == "Did you say my chest hurts?"
    assert any("emergency number" in text for text in talk.said)


@pytest.mark.usefixtures("nobody")
def test_what_was_misheard_ends_nothing():
    talk = Talk((NO,))
    Heed(talk, library())([CHEST])
    Heed(talk, library())([YES, NO])
    assert lock() == ""


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("told", "refers"), [(HURTS, False), (Heard("symptom", (("quality", "shooting"),), "shooting"), True)]
)
def test_a_pain_is_answered_with_advice(told, refers):
    talk = Talk((YES,))
    with pytest.raises(InTroubleError):
        Heed(talk, library())([told])
    assert lock() == ""
    said = " ".join(talk.said)
    assert library().phrases["part_with_care"][0] in said
    assert (library().phrases["refer"][0] in said) == refers


@pytest.mark.usefixtures("nobody")
def test_trouble_ends_the_learning_of_a_voice_unless_it_was_to_be_said():
    talk = Talk((HURTS,), (CHEST,), (YES,))
    guide = Guide(talk.say, talk.take, library().phrases, Heed(talk, library()))
    with pytest.raises(InTroubleError):
        guide.collect(["that hurts", "next"], Grammar(grammar().commands))
    assert lock() == "chest"


@pytest.mark.usefixtures("nobody")
def test_who_is_dizzy_is_told_to_sit_or_lie_down_first():
    talk = Talk((YES,))
    with pytest.raises(InTroubleError):
        Heed(talk, library())([Heard("symptom", (("quality", "dizzy"),), "dizzy")])
    answered = talk.said[talk.said.index("Yes or no.") + 1 :]
    assert answered[0] == library().phrases["down_floor"][0]


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("intent", ["fell", "call_for_help"])
def test_who_fell_or_calls_for_help_hears_whom_to_call(intent):
    talk = Talk(None)
    with pytest.raises(InTroubleError):
        Heed(talk, library())([Heard(intent, (), intent)])
    assert library().phrases["help_call"][0] in talk.said


def test_a_red_flag_is_answered_where_it_cannot_be_written_down(tmp_path, monkeypatch, capsys):
    """Nobody is told that it will be asked about, where it will not be."""
    (tmp_path / "DATA").write_text("a file")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "DATA"))
    talk = Talk((YES,))
    with pytest.raises(InTroubleError):
        Heed(talk, library())([CHEST])
    assert any("emergency number" in text for text in talk.said)
    assert talk.said[-3:] == [
        "I cannot write it down.", "So please remember it yourself.", "Do no exercises until somebody has looked at it."
    ]  # fmt: skip
    assert "a file is where a folder should be" in capsys.readouterr().err
