"""The library as data: whole, strict, and speakable to somebody who cannot see."""

import random
import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.counting import drill
from assistant.content.fields import read_table
from assistant.content.load import CONTENT, load_library
from assistant.content.model import AREAS
from assistant.errors import ContentError, LimberError
from assistant.narration.phrasing import sentences
from tests.support.drive import grammar, library

EXERCISES = list(library().exercises.values())
FORBIDDEN = re.compile(
    r"\b(like this|the other (one|side|leg|arm|foot|hand|knee)|over here|look at|see how|as shown|will (cure|fix|heal))\b",
    re.IGNORECASE,
)
ONE_BREATH = 20
"""Words; about eight seconds at the slowest voice."""


def _spoken():
    for one in EXERCISES:
        texts = (one.purpose, *one.setup, one.short, one.feel, one.not_feel, one.touch_check, *one.exit)
        texts += tuple(rung.change for rung in one.ladder)
        yield from ((one.id, text) for text in texts if text)
    for position in library().positions.values():
        yield from ((position.id, text) for text in position.enter)
    for way, texts in library().transitions.items():
        yield from ((str(way), text) for text in texts)
    for key, texts in library().phrases.items():
        yield from ((key, text) for text in texts)


SPOKEN = list(_spoken())


@pytest.mark.parametrize(("where", "text"), SPOKEN)
def test_what_is_spoken_can_be_followed_without_seeing(where, text):
    assert not FORBIDDEN.search(text), where
    for sentence in sentences(text):
        assert len(sentence.split()) <= ONE_BREATH, f"{where}: too long for one breath: {sentence}"


@pytest.mark.parametrize(("where", "text"), SPOKEN)
def test_the_coach_never_says_the_users_safety_words_alone(where, text):
    for sentence in sentences(text):
        meaning = grammar().meaning(re.sub(r"[^\w\s']", "", sentence).lower())
        assert meaning is None or not grammar().acts_early(meaning.intent), where


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_each_exercise_can_be_counted(exercise):
    for rung in exercise.ladder:
        if rung.move:
            continue
        count = drill(exercise, rung.dose or exercise.dose)
        numbers = [tick.number for tick in count.ticks if tick.key == "number"]
        assert numbers
        gaps = [after.at - before.at for before, after in zip(count.ticks, count.ticks[1:], strict=False)]
        assert min(gaps) >= 0.5
        assert count.seconds > count.ticks[-1].at


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_each_ladder_has_a_way_down_or_says_it_is_the_easiest(exercise):
    seen, place = set(), exercise
    while True:
        first = place.ladder[0]
        if not first.move:
            return
        assert first.id not in seen, "the ladder runs in a circle"
        seen.add(first.id)
        place = library().exercises[first.id]


@pytest.mark.parametrize("area", AREAS)
def test_each_area_has_a_way_out(area):
    for name in library().pain.substitutes[area]:
        assert library().exercises[name].loads(area) < library().pain.spare_amber


def test_every_exercise_of_a_source_document_names_it_and_every_dose_its_origin():
    for one in EXERCISES:
        assert one.seeds or one.sources, one.id
        assert one.dose.origin in ("seed", "proposed")
        if one.dose.origin == "seed":
            assert one.seeds, one.id


def test_yes_and_no_are_words_in_our_yaml():
    mistakes = []
    table = read_table("yes: no\n", "a.yaml", mistakes)
    assert table.text("yes") == "no"
    assert mistakes == []


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path / "content"


def test_every_mistake_is_reported_at_once_with_its_line_and_a_suggestion(copy):
    routine = copy / "routines/morning_nine.yaml"
    routine.write_text(routine.read_text().replace("leg_swings", "leg_swing").replace("name: ", "nmae: "))
    pain = copy / "safety/pain.yaml"
    pain.write_text(pain.read_text().replace("green_most: 3", "green_most: lots"))
    with pytest.raises(ContentError) as found:
        load_library(copy)
    text = str(found.value)
    assert re.search(
        r"routines/morning_nine\.yaml:\d+: there is no exercise 'leg_swing' \(did you mean 'leg_swings'\?\)", text
    )
    assert "unknown key 'nmae' (did you mean 'name'?)" in text
    assert re.search(r"safety/pain\.yaml:\d+: 'green_most' must be a number", text)


def test_a_thousand_random_edits_give_an_error_or_a_library_but_never_a_traceback(copy):
    chance = random.Random(4)
    files = sorted(copy.rglob("*.yaml"))
    files = [path for path in files if path.name != "commands.yaml"]
    outcomes = {"fine": 0, "mistakes": 0}
    for _ in range(1000):
        path = chance.choice(files)
        original = path.read_bytes()
        text = original.decode()
        path.write_bytes(edited(text, chance).encode())
        try:
            load_library(copy)
            outcomes["fine"] += 1
        except LimberError:
            outcomes["mistakes"] += 1
        finally:
            path.write_bytes(original)
    assert outcomes["mistakes"] > 300
    assert outcomes["fine"] > 20


def edited(text, chance):
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(7)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, chance.choice(lines))
    elif kind == 2:
        lines[at] = lines[at].replace(
            ":", chance.choice(["", ": [", ": {", ": 999999", ": null", ": &a *a", ": !!python/object:x"]), 1
        )
    elif kind == 3 and lines[at]:
        place = chance.randrange(len(lines[at]))
        lines[at] = lines[at][:place] + chance.choice("{}[]:#'\"-\t\0é") + lines[at][place:]
    elif kind == 4:
        lines[at] = " " * chance.randrange(9) + lines[at].strip()
    elif kind == 5:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        words = re.findall(r"\w+", lines[at]) or ["x"]
        lines[at] = lines[at].replace(chance.choice(words), chance.choice(["", "true", "-1", "3.7", "nonsense"]), 1)
    return "\n".join(lines)


@given(st.text(max_size=300))
def test_any_text_at_all_is_a_table_or_an_error(text):
    mistakes = []
    try:
        table = read_table(text, "any.yaml", mistakes)
    except ContentError:
        return
    table.text("id")
    table.close()


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "routine.yaml"
    path.write_bytes(b"id: caf\xe9\n")
    with pytest.raises(LimberError, match="UTF-8"):
        load_library(extra=[path])
