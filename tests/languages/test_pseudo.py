"""Nothing English is left in code: whole sessions in a made-up language say no English word."""

import random
import re
from dataclasses import replace

import pytest

from assistant.app import App, load_commands
from assistant.cli import main
from assistant.coach.person import Person, cleared
from assistant.coach.states import ASKING
from assistant.coach.today import Change, CutOff, Lever, Today
from assistant.commands.screen import Screen
from assistant.content.load import load_library
from assistant.doctor import installation
from assistant.hearing.decoding.grammar import Grammar
from assistant.history.past import CheckAnswer, PainReport, Past
from assistant.history.progress import doing
from assistant.history.report import as_page, as_text
from assistant.narration.phrasing import FULL, NAME_ONLY, SHORT, Phrasing
from assistant.narration.script import Script
from assistant.settings import Settings, load_settings
from assistant.words.effects import Adjust, Count, Say, line
from assistant.words.events import Guess, Heard
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import Driver, library
from tests.support.people import live
from tests.support.pseudo import english_words, made_up, words_of, write_pseudo

ENGLISH = english_words()
ROUTINES = sorted(library().routines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_pseudo(tmp_path_factory.mktemp("languages") / "pseudo")


@pytest.fixture(scope="module")
def known(folder):
    return load_library(language=folder)


@pytest.fixture(scope="module")
def commands(folder):
    return load_commands(folder / "commands.yaml")


@pytest.fixture(scope="module")
def phrasing(known, commands):
    return Phrasing(known, commands.helps)


def said(driver, phrasing):
    """Every text that a session spoke: its sentences in the verbosity of the moment, and its counted words."""
    script = Script(phrasing, OUTPUT_RATE)
    for _, effect in driver.effects:
        match effect:
            case Say():
                yield from (cue.text for cue in script.say(effect))
            case Count():
                yield from (cue.text for cue in script.count(effect) if cue.channel == "count")
            case Adjust(name="verbosity"):
                script.verbosity = int(effect.value)


def english_in(texts):
    return {word: text for text in texts for word in words_of(text) & ENGLISH}


def test_the_made_up_words_are_not_english():
    assert made_up("It's {seconds} {seconds|second|seconds}, {side.dative}.") == (
        "Xstix {seconds} {seconds|xdnocesx|xsdnocesx}, {side.dative}."
    )
    assert not {made_up(word).lower() for word in ENGLISH} & ENGLISH
    assert len(ENGLISH) > 1000


def test_every_sentence_of_the_library_is_made_up(known):
    for name, exercise in known.exercises.items():
        assert exercise.name == made_up(library().exercises[name].name)
    assert known.phrases["begin"] == ("Xdnax xnigebx.",)


def test_it_is_heard_in_its_own_words(commands):
    meaning = Grammar(commands).meaning("xpotsx")
    assert meaning.intent == "stop"
    assert Grammar(commands).meaning("stop") is None


@pytest.mark.parametrize("routine", ROUTINES)
def test_a_whole_session_says_no_english_word(routine, known, phrasing):
    driver = Driver(routine, content=known)
    driver.run_to_end()
    texts = list(said(driver, phrasing))
    assert len(texts) > 25
    assert english_in(texts) == {}


FIRST_TIME = (
    *[(answer, {}) for answer in "no no no no no yes no no no yes yes yes".split()], ("number", {"number": "2"}),
    ("help", {}), ("read_plan", {}), ("see_someone", {}), ("start", {}), ("why", {}), ("start", {}), ("how_long", {}), ("hurts", {"area": "knee", "side": "left"}),
    ("number", {"number": "7"}), ("yes", {}), ("yes", {}), ("whats_next", {}), ("where", {}), ("check_form", {}), ("more_detail", {}),
    ("tip", {}), ("see_someone", {}), ("who_are_you", {}), ("clock_face", {}), ("pause", {}), ("help", {}), ("resume", {}),
    ("easier", {}), ("harder", {}), ("shorter", {}), ("repeat", {}), ("health", {}), ("next", {}), ("number", {"number": "4"}),
    ("start", {}), ("start", {}), ("red_flag", {"flag": "numb"}), ("clear", {}), ("yes", {}), ("number", {"number": "1"}),
    ("start", {}), ("start", {}), ("symptom", {"quality": "shooting"}), ("no", {}), ("finish", {}),
)  # fmt: skip
"""A person's answers and words, four seconds apart: questions, pain, a red flag, and most of what can be asked."""


def test_a_first_session_with_everything_that_can_happen_says_no_english_word(known, phrasing):
    driver = Driver("floor_only_gentle", person=Person(), content=known)
    for intent, slots in FIRST_TIME:
        driver.run(4)
        driver.hear_question()
        if not driver.left:
            driver.hear(intent, **slots)
    driver.run(400)
    keys = {line.key for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines}
    assert {"disclaimer", "question", "help", "plan_item", "hurt_scale", "flag", "locked", "professional"} <= keys
    assert english_in(said(driver, phrasing)) == {}


def test_what_is_remembered_is_said_in_no_english_word(known, phrasing):
    changes = (
        Change("glute_bridge", Lever(), Lever(reps=12), "easy"),
        Change("gentle_hip_opener", Lever(), Lever(rungs=-1), "pain"),
    )
    remembered = Today(
        changes=changes, on_hold=True, rested={"pelvic_glide": "heel_slide_supine"}, waiting={"clamshell": "glute_bridge"}, check_due=True,
        cut_off=CutOff("floor_only_gentle", ("glute_bridge", "clamshell"), 1), morning=True, damaged=True,
    )  # fmt: skip
    rules = replace(known.progress, waits={"clamshell": ("glute_bridge", 3)})
    content = replace(known, progress=rules)
    driver = Driver("floor_only_gentle", person=cleared(known.screening), today=remembered, content=content)
    for intent, slots in (("number", {"number": "1"}), ("number", {"number": "1"}), ("progress", {}), ("check_me", {})):
        driver.run(3)
        driver.hear(intent, **slots)
    driver.run_to_end()
    keys = {line.key for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines}
    assert {
        "change_easy",
        "change_pain",
        "progress_on_hold",
        "rested",
        "waiting",
        "cut_off",
        "check_now",
        "ask",
    } <= keys
    assert english_in(said(driver, phrasing)) == {}


VALUES = {
    "number": ["0", "3", "8"], "side": ["left", "right"], "hour": ["at_3", "nowhere"], "which": ["left", "neither"],
    "change": ["a_little_better"], "activity": ["stairs"], "minutes": ["5", "20"], "want": ["floor", "chair", "bed", "gentle"], "days": ["day", "weekday"], "extra": ["20"],
    "at": ["8"], "part": ["morning", "evening"], "effort": ["easy", "hard"],
}  # fmt: skip


def random_session(seed, known, commands):
    """A driver after a session in which somebody said anything that can be said, at any time."""
    chance = random.Random(seed)
    intents = list(commands.names)
    values = {slot: list(table) for slot, table in commands.slots.items()}
    driver = Driver(chance.choice(ROUTINES), person=chance.choice([None, Person()]), content=known)
    for _ in range(250):
        if driver.left:
            break
        intent = chance.choice(["yes", "no", "number", "start", "start"] if chance.random() < 0.5 else intents)
        names = {slot for template in _phrases(commands, intent) for slot in re.findall(r"\{(\w+)\}", template)}
        slots = {slot: chance.choice(VALUES.get(slot, values[slot])) for slot in names}
        event = Heard(intent, tuple(sorted(slots.items())), "xpotsx")
        driver.event(Guess(event) if chance.random() < 0.05 else event)
        driver.run(0.5 if driver.flow in ASKING else chance.choice([1, 5, 30]))
    return driver


@pytest.mark.parametrize("seed", range(12))
def test_random_sessions_say_no_english_word(seed, known, commands, phrasing):
    assert english_in(said(random_session(seed, known, commands), phrasing)) == {}


def _phrases(commands, name):
    return next(intent.phrases for intent in commands.intents if intent.name == name)


@pytest.mark.parametrize("verbosity", [NAME_ONLY, SHORT, FULL])
def test_every_phrase_is_said_in_no_english_word(known, phrasing, verbosity):
    filling = {
        "routine": "x", "minutes": 1, "name": "x", "side": "left", "other": "right", "area": "knee", "place": "bed",
        "time": "8:05", "equipment": ("band", "cushion"), "count": 2,
        "commands": ("stop", "yes", "number"), "things": ("x", "xx"), "words": "x", "phrase": "x", "purpose": "x",
    }  # fmt: skip
    for key in known.phrases:
        days = {"days": "weekday" if key == "reminder_set" else 3}
        text = " ".join(phrasing.say(line(key, **{**filling, **days}), verbosity))
        assert english_in([re.sub(r"\{\w+", "", text)]) == {}, key


def test_how_somebody_is_doing_is_said_and_written_in_no_english_word(known, phrasing, tmp_path):
    *_, last = live(3, 5, tmp_path / "history.db")
    first, *rest = last.past.sessions
    told = replace(
        first,
        pains=(*first.pains, PainReport("report", 6, "red", "low_back", "giving_way", "squat")),
        check_answers=(
            CheckAnswer("check_hip_circle", "hour", "", "at_3"),
            CheckAnswer("check_rotation_9090", "tighter", "", "neither"),
            CheckAnswer("check_floor_twist", "fists_right", "", "2"),
            CheckAnswer("check_hip_flexion", "pinch", "left", "yes"),
            CheckAnswer("check_activities", "change", "", "much_better"),
        ),
    )
    past = Past((told, *rest))
    day = last.now.date()
    lines = doing(known, past, day)
    assert lines
    sentences = [text for line in lines for text in phrasing.say(line, FULL)]
    assert english_in(sentences) == {}
    assert english_in(as_text(known, past, sentences, day).splitlines()) == {}
    page = re.sub(r"<style>.*?</style>", "", as_page(known, past, sentences, day), flags=re.DOTALL)
    labels = re.findall(r'aria-label="([^"]*)"', page)
    assert labels
    assert english_in([*labels, *re.sub(r"<[^>]*>", "\n", page).splitlines()]) == {}


def test_what_the_terminal_shows_in_a_session_is_made_up(known, capsys):
    show = Screen(known.language)
    show({"kind": "heard", "words": "xpotsx", "intent": ""})
    show({"kind": "lost", "device": "microphone"})
    show({"kind": "back", "device": "speaker"})
    show({"kind": "muted"})
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert err.count("\n") == 3
    assert english_in([out, err]) == {}


def test_doctor_finds_in_no_english_word(folder):
    app = App.open(Settings(language=str(folder), echo="hardware"))
    assert app.language.code == "pseudo"
    words = [look(app)[0] for look in (installation.libraries, installation.content, installation.echo)]
    assert all(words)
    assert english_in(words) == {}
    assert english_in(re.sub(r"\{\w+", "", text) for text in app.language.texts["doctor"].values()) == {}


def test_a_language_is_set_in_the_settings(folder, tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text(f"language: {folder}\n")
    app = App.open(load_settings(path))
    assert app.library().phrases["begin"] == ("Xdnax xnigebx.",)
    assert "xpotsx" in next(intent.phrases for intent in app.commands.intents if intent.name == "stop")
    assert load_settings(tmp_path / "none.yaml").language == "en"


def test_check_takes_a_folder_of_a_language(folder, capsys):
    assert main(["check", str(folder)]) == 0
    assert "No mistakes" in capsys.readouterr().out
    (folder.parent / "half").mkdir()
    (folder.parent / "half/rules.yaml").write_bytes((folder / "rules.yaml").read_bytes())
    assert main(["check", str(folder.parent / "half")]) == 2
    assert "half/phrases.yaml:1: this file is missing" in capsys.readouterr().err
