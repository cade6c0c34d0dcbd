"""Whatever is said can be followed by somebody who hears it once: the check itself, and all of English held to it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.app import load_commands
from assistant.cli import main
from assistant.content.language import ENGLISH, LANGUAGES, vocabulary
from assistant.languages.plain import disagreements
from assistant.languages.plurals import RULES
from assistant.narration.aloud import counted_words, hard_to_follow, sentences
from assistant.narration.phrasing import Phrasing
from assistant.places import PACKAGE
from tests.languages.test_pseudo import random_session, said
from tests.support.drive import library

ROOM = PACKAGE / "doctor/room.py"
GOLDEN = Path(__file__).parents[1] / "golden"
HELPS = load_commands(vocabulary(ENGLISH)).helps
PLAIN = library().language.plain
FORMS = counted_words(library())
COUNTED = [("second", "seconds"), ("exercise", "exercises")]


def faults(sentence):
    return [*PLAIN.faults(sentence), *disagreements(sentence, FORMS, library().language.plural)]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("The hip owns the largest circle it can make with control.", "'owns' has to be worked out"),
        ("Lean forward from the hips, as a lid closes on a box.", "'as a lid' has to be worked out"),
        ("Harder: lying figure four.", "':' cannot be heard"),
        ("Have you had a hip operation that nobody has cleared for exercise yet?", "a question asked in the negative"),
        ("You cannot do nothing.", "a double negative: cannot and nothing"),
        ("This teaches dissociation.", "'dissociation' may not be known"),
        ("Put your left foot flat on the floor and then bring your right knee up to your chest.", "18 words; 14 are"),
        ("That was 1 of 1 exercises.", "'1 exercises' should be '1 exercise'"),
        ("I begin in 1 seconds.", "'1 seconds' should be '1 second'"),
        ("I begin in 2 second.", "'2 second' should be '2 seconds'"),
    ],
)
def test_what_is_hard_to_follow_is_named(sentence, fault):
    assert any(found.startswith(fault) for found in faults(sentence)), faults(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Make the biggest circle you can fully control.",
        "There is no side to skip, and no set to repeat.",
        "Which side felt tighter, left, right, or neither?",
        "That was 1 of 8 exercises.",
        "I begin in 1 second.",
    ],
)
def test_what_is_plain_is_left_alone(sentence):
    assert faults(sentence) == []


@pytest.mark.parametrize("key", sorted(set(re.findall(r'_say\("(\w+)"', ROOM.read_text(encoding="utf-8")))))
def test_what_is_said_while_the_room_is_examined_is_plain(key):
    language = library().language
    text = language.text(
        "doctor", key, noise=50, delay="My voice comes back after 30 milliseconds", reduced=20, loud=60, over=9
    )
    assert [fault for sentence in language.sentences.cut(text) for fault in faults(sentence)] == []


def test_numbers_agree_by_the_rule_of_the_language():
    assert list(disagreements("5 файла", [("файл", "файла", "файлов")], RULES["east slavic"])) == [
        "'5 файла' should be '5 файлов'"
    ]
    assert list(disagreements("2 файла", [("файл", "файла", "файлов")], RULES["east slavic"])) == []


def test_everything_that_can_be_said_is_plain():
    assert list(hard_to_follow(library(), HELPS)) == []


@pytest.mark.parametrize("exercise", library().exercises.values(), ids=lambda exercise: exercise.id)
def test_what_is_felt_is_told_in_whole_sentences(exercise):
    told = re.compile(r"You|Your|Notice|There|One side|If|At the top|Check|Put|The front|Keep|Do ")
    assert told.match(exercise.feel)
    assert all(told.match(text) for text in (exercise.not_feel, exercise.touch_check) if text)


def test_every_part_of_the_content_is_looked_at():
    said = {where for where, _ in sentences(library(), HELPS)}
    assert {f"exercises {name}" for name in library().exercises} <= said
    assert {f"phrases {key}" for key in library().phrases} <= said
    assert {f"tips {tip.id}" for tip in library().tips} <= said
    assert {f"reasons {reason}" for reason in library().reasons} <= said
    assert {f"screening {question.id}" for question in library().screening.questions} <= said
    assert {f"red_flags {flag}" for flag in library().red_flags.say} <= said
    assert {f"routines {name}" for name in library().routines} <= said
    assert {f"positions {name}" for name in library().positions} <= said


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.cues")), ids=lambda path: path.stem)
def test_whole_sessions_are_plain_as_they_sound(path):
    said = {text for text in path.read_text(encoding="utf-8").splitlines() if text[11:15] == "said"}
    assert said
    assert [(text, fault) for text in sorted(said) for fault in faults(text[18:])] == []


@pytest.mark.parametrize("seed", range(30, 42))
def test_random_sessions_are_plain_as_they_sound(seed):
    driver = random_session(seed, library(), load_commands(vocabulary(ENGLISH)))
    texts = {text for text in said(driver, Phrasing(library(), HELPS)) if text}
    assert [(text, fault) for text in sorted(texts) for fault in faults(text)] == []


def test_check_names_what_is_hard_to_follow_in_a_language(capsys, tmp_path):
    for path in (LANGUAGES / ENGLISH).rglob("*.yaml"):
        copy = tmp_path / "xx" / path.relative_to(LANGUAGES / ENGLISH)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace("On we go.", "On: we go."), encoding="utf-8")
    assert main(["check", str(tmp_path / "xx")]) == 0
    assert "Hard to follow in phrases onwards: On: we go. (':' cannot be heard)" in capsys.readouterr().out


def test_a_language_without_rules_for_plain_speech_is_not_judged():
    silent = replace(library(), language=replace(library().language, plain=None))
    assert list(hard_to_follow(silent, HELPS)) == []
