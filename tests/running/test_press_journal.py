"""Presses in a live session, in its journal, and in what of that is given to somebody else."""

import json

import pytest

from assistant.app import App
from assistant.coach.person import cleared
from assistant.running.entries import Answered, read_journal
from assistant.running.journal import Journal
from assistant.running.links import Links
from assistant.running.live import Live
from assistant.running.readable import readable
from assistant.running.scrubbing import Scrubber
from assistant.settings import Settings
from assistant.words.events import HasButton, Pressed
from tests.running.test_journal import header
from tests.running.test_journal_replay import Journalled, played_again
from tests.running.test_trouble import Player
from tests.support.drive import grammar, library
from tests.support.presses import choose, hear_out, press

KNOWN = cleared(library().screening)


def written(path, live):
    """The journal of a session of somebody with a button."""
    journal = Journal(path, header(KNOWN))
    journal.start()
    driver = type("Driven", (Journalled,), {"journal": journal})("floor_only_gentle", person=KNOWN, step_s=None)
    driver.event(HasButton())
    live(driver)
    journal.close()
    return driver, read_journal(path)


def hurting(*keys):
    """A session in which a pause is made in an exercise, and these are chosen in it."""

    def live(driver):
        for _ in range(80):
            hear_out(driver)
            if driver.flow == "ready":
                break
            press(driver, "long" if driver.flow == "before" else "short")
            if driver.flow == "before":
                driver.run(300)
        assert driver.flow == "ready"
        press(driver, "long")
        for key in keys:
            choose(driver, key)
        driver.run(5)  # what follows later shows in the states of the session

    return live


def test_a_session_with_presses_is_played_again_to_the_letter(tmp_path):
    driver, read = written(tmp_path / "journal.jsonl", hurting("choose_unwell", "choose_quality_dizzy"))
    again = played_again(read)
    assert again.difference == ""
    assert again.effects == len(driver.effects) == sum(isinstance(entry, Answered) for entry in read.entries)
    told = "\n".join(readable(read, {}))
    assert "a long press of the button" in told
    assert "there was a button" in told


@pytest.mark.parametrize(
    "pair",
    [
        (("choose_unwell", "choose_quality_dizzy"), ("choose_unwell", "choose_quality_sick")),
        (("choose_unwell", "choose_flag_chest"), ("choose_unwell", "choose_flag_breath")),
        (("choose_unwell", "choose_quality_sick"), ("choose_strange", "choose_quality_sharp")),
    ],
)
def test_which_trouble_was_chosen_cannot_be_told_by_how_many_were_read_out(tmp_path, pair):
    shown = []
    for number, keys in enumerate(pair):
        _, read = written(tmp_path / f"{number}.jsonl", hurting(*keys))
        lines = Scrubber(grammar(), library()).journal(read)
        text = json.dumps(lines)
        assert "dizzy" not in text
        assert "choose_" not in text
        shown.append(lines[1:])
    assert shown[0] == shown[1]


def test_a_press_goes_into_a_live_session_as_words_do():
    links = Links()
    parts = App.open(Settings()).parts(library(), library().routines["office_micro"], KNOWN)
    live = Live(parts, links, Player)
    links.before.put(HasButton())
    for kind in ("down", "held", "very_long", "down", "held", "very_long"):
        links.inbox.put(Pressed(kind))
    live.run()
    entries = live.performance.transcript.entries
    assert entries[0] == {"t": 0.0, "kind": "button", "there": True}
    assert [entry["press"] for entry in entries if entry["kind"] == "pressed"] == [
        "down", "held", "very_long", "down", "held", "very_long",
    ]  # fmt: skip
    gates = [entry["gate"] for entry in entries if entry["kind"] == "state"]
    assert "paused" in gates
    assert "stopped" in gates
    assert live.performance.coach.over
