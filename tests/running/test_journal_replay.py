"""A journal that is played again gives the same answers."""

import random
from dataclasses import replace as changed

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.app import App
from assistant.coach.person import Person, cleared
from assistant.running.entries import Answered, read_journal
from assistant.running.journal import Header, Journal
from assistant.running.replay import replay
from assistant.settings import Settings
from assistant.words.effects import Hush
from assistant.words.events import FellBehind, Guess, Heard, HearsBetween, Lost, Muted, NotKept, SpeechBegan, Unclear
from assistant.words.wire import from_plain
from tests.running.test_journal import header
from tests.support.anybody import ways
from tests.support.drive import Driver, intents, library


class Watched:
    """A coach that is observed."""

    def __init__(self, coach, journal):
        self._coach, self._journal = coach, journal

    def __getattr__(self, name):
        return getattr(self._coach, name)

    def handle(self, event, now):
        return self._told(event, now, lambda: self._coach.handle(event, now))

    def advance(self, now):
        return self._told(None, now, lambda: self._coach.advance(now))

    def _told(self, event, now, answer):
        self._journal.event(now, event)
        effects = answer()
        for effect in effects:
            self._journal.effect(now, effect)
        return effects


class Journalled(Driver):
    """A driver whose coach writes a journal."""

    journal = None

    @property
    def coach(self):
        return self._coach

    @coach.setter
    def coach(self, coach):
        self._coach = Watched(coach, self.journal)


def played_again(read):
    known = from_plain(dict(read.header), Header)

    def parts(notes):
        return App.open(Settings()).parts(library(), known.routine, known.person, today=known.today, notes=notes)

    return replay(read.entries, parts)


def things_said(chance):
    """Somebody who says anything at any time."""
    said = chance.choice(ways(chance.choice(intents())))
    number = str(chance.randrange(11))
    return chance.choice([
        said, Heard("number", (("number", number),), number), Guess(said),
        Heard("hurts", (("area", "knee"),), "my knee hurts"), Unclear("mumble"), SpeechBegan(), Lost("microphone"), Muted(), HearsBetween(), FellBehind(2.5, 1.5), NotKept(),
    ])  # fmt: skip


@settings(max_examples=25)
@given(seed=st.integers(0, 10**9), known=st.booleans(), length=st.integers(1, 60))
def test_any_session_played_again_gives_the_same_answers(tmp_path_factory, seed, known, length):
    chance = random.Random(seed)
    person = cleared(library().screening) if known else Person()
    path = tmp_path_factory.mktemp("law") / "journal.jsonl"
    journal = Journal(path, header(person))
    journal.start()
    driver = type("Driven", (Journalled,), {"journal": journal})("floor_only_gentle", person=person)
    for _ in range(length):
        if driver.left:
            break
        driver.event(things_said(chance))
        driver.run(chance.uniform(0, 20))
    journal.close()
    read = read_journal(path)
    assert [entry.effect for entry in read.entries if isinstance(entry, Answered)] == [
        effect for _, effect in driver.effects
    ]
    again = played_again(read)
    assert again.difference == ""
    assert again.effects == len(driver.effects)


def test_another_answer_than_then_is_named(tmp_path):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, header())
    journal.start()
    driver = type("Driven", (Journalled,), {"journal": journal})(person=cleared(library().screening))
    driver.run(30)
    driver.hear("pause")
    journal.close()
    read = read_journal(path)
    assert played_again(read).difference == ""
    entries = [entry for entry in read.entries if not (isinstance(entry, Answered) and isinstance(entry.effect, Hush))]
    other = played_again(changed(read, entries=tuple(entries)))
    assert "now it answers" in other.difference
    without = tuple(entry for entry in read.entries if not isinstance(entry, Answered) or entry.at > 0)
    assert "as well" in played_again(changed(read, entries=without)).difference
