"""A language's folder is compared with English: what it lacks is named with its file and line."""

import re
import shutil

import pytest

from assistant.content.language import LANGUAGES
from assistant.content.load import load_language, load_library
from assistant.content.missing import missing
from assistant.words.errors import ContentError, LimberError
from tests.support.drive import library


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(LANGUAGES / "en", tmp_path / "xx")


def test_english_lacks_nothing_and_its_slots_are_right():
    assert missing(LANGUAGES / "en", load_language()) == []


def test_a_whole_folder_elsewhere_is_a_language(copy):
    known = load_library(language=copy)
    assert known.language.code == "xx"
    assert known.exercises == library().exercises


MISTAKES = {
    "phrases.yaml": [
        ("paused:", "pausd:", "'paused' is missing"),
        ("paused:", "pausd:", "unknown key 'pausd' (did you mean 'paused'?)"),
        ("{routine}, {count}", "{rotine}, {count}", "nothing fills in {rotine} here (did you mean 'routine'?)"),
        (
            "Hold for {seconds} {seconds|second|seconds}.",
            "Hold for a while.",
            "'dose_hold' never says {seconds}, which English does",
        ),
        ("{seconds|second|seconds}", "{seconds|second}", "{seconds|...} has 1 forms; this language has 2: one, other"),
        ("You have held {name}", "You have held {name", "a brace is not closed"),
    ],
    "commands.yaml": [
        ("  stop:\n    act: early", "  stop:\n    act: end", "'stop' must act 'early', as it does in English"),
        ("  resume:\n", "  resum:\n", "'resume' is missing"),
        ("    low_back: [", "    lowback: [", "unknown key 'lowback' (did you mean 'low_back'?)"),
        ("    help: that hurts\n", "", "'hurts' has no 'help'"),
    ],
    "words.yaml": [
        ("  knee: knee", "  kne: knee", "'knee' is missing"),
        ("  left: left", "  left: {dative: linken}", "'plain' is missing"),
    ],
    "rules.yaml": [
        ("ninety nine]", "]", "'below_hundred' must be 100 words, not 99"),
        ("plural: one and more", "plural: one or more", "did you mean 'one and more'?"),
        ('"12:00": noon', '"25:00": noon', "'25:00' is no time of day"),
        ("{word} {number|time|times}", "{number} times", "'often' must hold {word}"),
        ("{number|time|times}", "{number|times}", "{number|...} has 1 forms; this language has 2"),
        ('"1": once', "one: once", "'one' is no number"),
        ('past: "{hour} {minute} {part}"', 'past: "{hour} {part}"', "'past' must hold {hour} and {minute}"),
    ],
    "exercises/lying.yaml": [
        ("  not_feel: Your feet", "  not_fel: Your feet", "'not_feel' is missing"),
        ("pelvic_glide:\n", "pelvic_glid:\n", "unknown key 'pelvic_glid' (did you mean 'pelvic_glide'?)"),
        ("    pelvic_tilt_tiny:", "    pelvic_tilt_tinier:", "'pelvic_tilt_tiny' is missing"),
        ("{side} heel out and", "{side.dative} heel out and", "words.yaml has no form 'dative'"),
    ],
    "screening.yaml": [("  ask: ", "  aks: ", "'ask' is missing")],
    "red_flags.yaml": [("chest: ", "chst: ", "'chest' is missing")],
    "ways.yaml": [("  standing to edge:", "  standing to edgy:", "'standing to edge' is missing")],
    "report.yaml": [("written_by:", "writen_by:", "'written_by' is missing")],
}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"), [(name, *mistake) for name, each in MISTAKES.items() for mistake in each]
)
def test_what_is_missing_or_wrong_is_named(copy, name, old, new, message):
    path = copy / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(ContentError) as found:
        load_library(language=copy)
    shown = [str(mistake) for mistake in found.value.mistakes]
    assert any(re.match(rf"xx/{name}:\d+: ", text) and message in text for text in shown), shown
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("path", sorted((LANGUAGES / "en").rglob("*.yaml")), ids=lambda path: path.name)
def test_a_missing_file_is_named(copy, path):
    name = path.relative_to(LANGUAGES / "en")
    (copy / name).unlink()
    with pytest.raises(LimberError, match=r"this file is missing|there is no language"):
        load_library(language=copy)


def test_a_file_that_nothing_reads_is_named(copy):
    (copy / "exercises/mine.yaml").write_text("a: b\n")
    with pytest.raises(ContentError, match=r"xx/exercises/mine\.yaml:1: English has no such file"):
        load_library(language=copy)


def test_an_unknown_language_names_the_known_ones():
    with pytest.raises(LimberError, match=r"there is no language 'english'.*there are: en"):
        load_library(language="english")
