"""The library as data: whole, strict, and speakable to somebody who cannot see."""

import random
import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import check_commands
from assistant.coach.counting import drill
from assistant.coach.plan import Plan
from assistant.coach.telling import travel, whole_plan
from assistant.content.fields import read_table
from assistant.content.language import LANGUAGES
from assistant.content.load import CONTENT, load_library
from assistant.content.model import Routine
from assistant.narration.phrasing import FULL, Phrasing
from assistant.places import BUILT_IN_MODEL
from assistant.words.errors import ContentError, LimberError
from tests.support.drive import grammar, library

EXERCISES = list(library().exercises.values())
sentences = library().language.sentences.cut
FORBIDDEN = re.compile(
    r"\b(like this|the other (one|side|leg|arm|foot|hand|knee)|over here|look at|see how|as shown|will (cure|fix|heal))\b",
    re.IGNORECASE,
)
ONE_BREATH = 20
"""Words; about eight seconds at the slowest voice."""


DO_NOT_REPEAT = re.compile(
    r"\b(herniat\w*|discs?|sciatic\w*|sprint\w*|explosive|epidemic|per ?cent|nine minutes|next day|journal|stud(y|ies) "
    r"(show|found)|guarantee\w*|cures?|injury prevention|prevents? (pain|injur\w+))\b",
    re.IGNORECASE,
)
"""Claims of the sources that the coach must not voice as facts."""
LIMBS = r"(hand|foot|leg|knee|ankle|heel|arm|thigh|elbow|shin|toe|toes|buttock|wrist|forearm|palm)"
UNSIDED = re.compile(rf"\byour {LIMBS}\b", re.IGNORECASE)


def _spoken():
    known = library()
    yield from ((advice.id, advice.say) for advice in (*known.reasons.values(), *known.tips))
    for question in known.screening.questions:
        yield from ((question.id, text) for text in (question.ask, question.say))
    for name, texts in known.red_flags.say.items():
        yield from ((name, text) for text in texts)
    yield from (("professional", text) for text in known.professional)
    for one in EXERCISES:
        texts = (one.purpose, *one.setup, one.short, one.feel, one.not_feel, one.touch_check, one.breathing, *one.exit)
        texts += tuple(rung.change for rung in one.ladder)
        yield from ((one.id, text) for text in texts if text)
    for position in library().positions.values():
        yield from ((position.id, text) for text in position.enter)
    for way, texts in library().transitions.items():
        yield from ((str(way), text) for text in texts)
    for key, texts in library().phrases.items():
        yield from ((key, text) for text in texts)


SPOKEN = list(_spoken())
LIBRARY_POSITIONS = sorted({one.position for one in EXERCISES})
NEVER = {
    "osteoporosis": ("floor_hip_twist", "thoracic_mobility", "foam_roll_hips", "carry_lateral_tilt"),
    "falls": ("leg_swings", "leg_circles", "hip_cars_standing", "surfer_squat", "loaded_carry"),
    "blood_thinners": ("foam_roll_hips",),
    "pregnancy": tuple(one.id for one in EXERCISES if one.position in ("hook_lying", "supine", "prone", "edge_of_bed")),
    "hip_surgery": tuple(
        one.id for one in EXERCISES if {"adduction", "internal_rotation", "extension"} & {*one.hip_flags}
    ),
    "floor": tuple(
        one.id for one in EXERCISES if one.position in ("quadruped", "half_kneeling", "plank", "seated_floor")
    ),
}
"""What each answer rules out."""


@pytest.mark.parametrize(("where", "text"), SPOKEN)
def test_what_is_spoken_can_be_followed_without_seeing(where, text):
    assert not FORBIDDEN.search(text), where
    assert not DO_NOT_REPEAT.search(text), where
    for sentence in sentences(text):
        assert len(sentence.split()) <= ONE_BREATH, f"{where}: too long for one breath: {sentence}"


@pytest.mark.parametrize(("where", "text"), SPOKEN)
def test_the_coach_never_says_the_users_safety_words_alone(where, text):
    for sentence in sentences(text):
        meaning = grammar().meaning(re.sub(r"[^\w\s']", "", sentence).lower())
        assert meaning is None or not grammar().acts_early(meaning.intent), where


@pytest.mark.parametrize("exercise", [one for one in EXERCISES if one.sided], ids=lambda one: one.id)
def test_a_single_limb_always_carries_its_side(exercise):
    changes = [rung.change for rung in exercise.ladder]
    for text in (*exercise.setup, exercise.short, exercise.feel, exercise.not_feel, *exercise.exit, *changes):
        assert not UNSIDED.search(text), text


@pytest.mark.parametrize("start", LIBRARY_POSITIONS)
@pytest.mark.parametrize("end", LIBRARY_POSITIONS)
def test_every_position_can_be_reached_from_every_other_in_words(start, end):
    exercise = next(one for one in EXERCISES if one.position == end)
    plan = Plan(library(), Routine("way", "Way", (exercise.id,), ""))
    known = library().positions
    lines = travel(plan, known[start].level, start)
    said = [sentence for line in lines for sentence in Phrasing(library(), {}).say(line, FULL)]
    assert bool(said) == (start != end or "{" in " ".join(known[end].enter))
    if known[start].level != known[end].level:
        assert lines[0].key == "travel"
        assert len(said) > len(known[end].enter)


@pytest.mark.parametrize("question", library().screening.questions, ids=lambda one: one.id)
def test_allow_lists_leave_out_what_the_digest_of_precautions_names(question):
    for name in NEVER.get(question.id, ()):
        assert name not in question.allow
    assert question.ask.endswith("?")


def test_every_slot_of_the_commands_means_something():
    check_commands(grammar().commands, library(), BUILT_IN_MODEL)


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


@pytest.mark.parametrize("area", library().domain.areas)
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
    """A copy of content/, with the sentences of English in a folder in it."""
    shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(LANGUAGES / "en", tmp_path / "content/en")
    return tmp_path / "content"


def load(copy):
    return load_library(copy, language=copy / "en")


MISTAKES = {
    "exercises/lying.yaml": [
        (
            "      - move: heel_slide_supine\n",
            "      - move: heel_slide_supin\n",
            "there is no exercise 'heel_slide_supin' (did you mean 'heel_slide_supine'?)",
        ),
        (
            "load: {low_back: 1, hip: 2, knee: 1, neck: 1}",
            "load: {low_back: 1, hips: 2}",
            "unknown key 'hips' (did you mean 'hip'?)",
        ),
        ("      origin: proposed\n      reps: 6\n", "      reps: 6\n", "'origin' is missing"),
        (
            "    planes: [flexion, extension]\n",
            "    planes: [flexoin]\n",
            "there is no plane 'flexoin' (did you mean 'flexion'?)",
        ),
        ("    reason: calm\n", "    reason: clam\n", "there is no reason 'clam' (did you mean 'calm'?)"),
        (
            "      - id: diaphragmatic_breathing\n",
            "      - move: cooldown_relax\n",
            "must hold 'diaphragmatic_breathing' itself exactly once",
        ),
    ],
    "safety/screening.yaml": [("limits_on: yes", "limits_on: maybe", "it must be one of yes, no")],
    "safety/red_flags.yaml": [("locked_s: 45", "locked_s: 5", "'locked_s' must be a number from 10 to 300")],
    "tips.yaml": [("kind: recovery", "kind: recovry", "did you mean 'recovery'?")],
    "en/positions.yaml": [("  standing to bed:", "  standing to bad:", "'standing to bed' is missing")],
    "sources.yaml": [("  WOLF:", "  WOLFE:", "sources.yaml has no 'WOLF' (did you mean 'WOLFE'?)")],
}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"), [(name, *one) for name, each in MISTAKES.items() for one in each]
)
def test_a_mistake_is_named_with_its_file_and_line(copy, name, old, new, message):
    path = copy / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(ContentError) as found:
        load(copy)
    assert any(message in str(one) and one.line >= 1 for one in found.value.mistakes), str(found.value)


def test_a_ladder_that_runs_in_a_circle_is_a_mistake(copy):
    path = copy / "exercises/hands_and_knees.yaml"
    text = path.read_text()
    path.write_text(
        text.replace(
            "      - id: plank_wall_near\n        source: PRACTICE\n",
            "      - move: plank\n",
        )
    )
    with pytest.raises(ContentError, match="goes round in a circle on the easier side: plank"):
        load(copy)


def test_a_plan_that_loads_what_it_is_to_spare_is_a_mistake(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text("id: mine\nname: Mine\nspares: [knee]\nitems:\n  - glute_bridge\n  - squat\n")
    with pytest.raises(ContentError, match=r"plan\.yaml:\d: 'squat' loads the knee, which this routine is to spare"):
        load_library(extra=[path])


def test_caps_of_a_plan_hold_on_every_rung(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(
        "id: mine\nname: Mine\nitems: [glute_bridge, pigeon_pose]\ncaps:\n  glute_bridge: {reps: 4}\n  pigeon_pose: {hold_s: 20}\n"
    )
    plan = Plan(load_library(extra=[path]), load_library(extra=[path]).routines["mine"])
    for at in range(2):
        plan.go_to(at)
        for rung in range(len(plan.exercise.ladder)):
            plan.rung_at = rung
            assert plan.dose.reps <= 4
            assert plan.dose.hold_s <= 20
    assert "plan_capped" in [line.key for line in whole_plan(plan)]


def test_every_mistake_is_reported_at_once_with_its_line_and_a_suggestion(copy):
    routine = copy / "routines/morning_nine.yaml"
    routine.write_text(routine.read_text().replace("leg_swings", "leg_swing"))
    words = copy / "en/routines.yaml"
    words.write_text(words.read_text().replace("name: Morning", "nmae: Morning"))
    pain = copy / "safety/pain.yaml"
    pain.write_text(pain.read_text().replace("green_most: 3", "green_most: lots"))
    with pytest.raises(ContentError) as found:
        load(copy)
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
            load(copy)
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
