"""The file of a clinician's plan is read strictly: every field of it, and every mistake in one sentence."""

import re
import textwrap
from pathlib import Path

import pytest

from assistant.content.load import load_library
from assistant.content.prescription import PlanHead, Prescription
from assistant.words.errors import ContentError
from tests.support.plans import WHOLE, read_plan

DOCS = Path(__file__).parents[2] / "docs"


def test_a_plan_with_every_field_is_read(tmp_path):
    _, plan = read_plan(tmp_path)
    assert plan.items == ("diaphragmatic_breathing", "glute_bridge", "clamshell", "figure4_foot_on_wall")
    assert plan.prescribed.head == PlanHead(
        author="Anna Example, physiotherapist",
        date="2026-03-02",
        contact="Anna Example, telephone 555 0100",
        days_a_week=4,
        times_a_day=2,
        usual_pain=4,
        say=("Slowly is fine.", "Breathe as you like."),
    )
    assert plan.of("glute_bridge") == Prescription(
        2, "", "bridge_half_height", ("Keep both heels heavy.",), "Cramps in the back of the thigh before."
    )
    assert plan.of("clamshell") == Prescription(3, "left")
    assert plan.of("diaphragmatic_breathing") == Prescription()


@pytest.mark.parametrize(
    ("page", "title"), [("clinician.md", "## The plan\n"), ("commands.md", "## A plan of your own\n")]
)
def test_the_plans_of_the_pages_are_plans(tmp_path, page, title):
    text = (DOCS / page).read_text(encoding="utf-8").partition(title)[2]
    block, *_ = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    _, plan = read_plan(tmp_path, textwrap.dedent(block))
    assert plan.of("clamshell").side == "left"


def test_a_plan_of_an_earlier_version_is_read_as_before(tmp_path):
    _, plan = read_plan(tmp_path, "id: mine\nname: Mine\nitems: [glute_bridge]\ncaps: {glute_bridge: {reps: 6}}\n")
    assert plan.prescribed.head == PlanHead()
    assert not plan.prescribed.exercises


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("side: left", "side: lefd", r"my-plan\.yaml:\d+: 'side' is 'lefd' \(did you mean 'left'\?\); it must be one of"),
        ("exercise: glute_bridge\n    sets: 2", "exercise: glute_bridge\n    side: left", "'glute_bridge' is not done one side after the other, so it takes no 'side'"),
        ("bridge_half_height", "bridge_half_hight", r"the ladder of 'glute_bridge' has no rung 'bridge_half_hight' \(did you mean 'bridge_half_height'\?\); it has: bridge_half_height, glute_bridge, "),
        ("bridge_half_height", "glute_squeeze", "'glute_squeeze' is an exercise of its own; write it in the place of 'glute_bridge'"),
        ("exercise: clamshell", "exercise: clamshel", r"there is no exercise 'clamshel' \(did you mean 'clamshell'\?\)"),
        ("  - figure4_foot_on_wall", "  - {exercise: clamshell, sets: 2}", "'clamshell' is wanted in two ways; write once what is wanted of it, as it holds each time"),
        ("  - figure4_foot_on_wall", "  - {rounds: 1, items: [clamshell]}", "'rounds' must be a number from 2 to 10, not 1"),
        ("  - figure4_foot_on_wall", "  - {rounds: 2, items: [{rounds: 2, items: [squat]}]}", "there are no rounds within rounds; write the exercises one after the other"),
        ("  - figure4_foot_on_wall", "  - {rounds: 2}", "'items' is missing"),
        ("  - figure4_foot_on_wall", "  - {rounds: 10, items: [squat, clock_lunge, squat, squat, squat, squat, squat, squat, squat, squat]}", "a plan has at most 100 exercises, rounds counted, and this has 103"),
        ("id: ", "id: ../", "'id' is a name for files, with at most 60 letters, no slash, and no dot at its front"),
        ("say: Keep", f"#{'x' * 40_000}\n    say: Keep", r"my-plan\.yaml:1: a plan has at most 40000 letters, and this has 40\d\d\d$"),
        ("say: Keep both heels heavy.", "say: " + "x" * 35_000, "is too long to be spoken"),
        ("sets: 3", "hold_s: 20", "'clamshell' is counted in repetitions, so it takes 'reps' and not 'hold_s'"),
        ("sets: 3", "reps: 40", r"'reps' of 'clamshell' never goes above \d+, so it cannot be 40"),
        ("sets: 3", "reps: 0", "'reps' must be a number from 1 to 60, not 0"),
        ("sets: 3", "rest_s: 30", "this rest is between sets, and there is one set; leave it out, or write 'sets'"),
        ("- figure4_foot_on_wall", "- {exercise: figure4_foot_on_wall, hold_s: 30}", "'figure4_foot_on_wall' is to be done for 30 seconds, but its cap allows 20"),
        ("- figure4_foot_on_wall", "- {exercise: figure4_foot_on_wall, reps: 5}", "'figure4_foot_on_wall' is held for seconds, so it takes 'hold_s' and not 'reps'"),
        ("sets: 3", "sets: 0", "'sets' must be a number from 1 to 10, not 0"),
        ("sets: 3", "sets: 2.5", "'sets' must be a whole number, not 2.5"),
        ("date: 2026-03-02", "date: 2 March", "'date' must be a day such as 2026-03-02, not '2 March'"),
        ("date: 2026-03-02", "date: 2026-02-30", "'date' must be a day such as 2026-03-02, not '2026-02-30'"),
        ("days_a_week: 4", "days_a_week: 8", "'days_a_week' must be a number from 1 to 7, not 8"),
        ("days_a_week: 4, ", "", "'days_a_week' is missing"),
        ("usual_pain: 4", "usual_pain: 11", "'usual_pain' must be a number from 0 to 10, not 11"),
        ("note: Cramps", "nott: Cramps", r"unknown key 'nott' \(did you mean 'note'\?\)"),
        ("author: ", "autor: ", r"unknown key 'autor' \(did you mean 'author'\?\)"),
        ("say: Keep both heels heavy.", "say: " + "heavy " * 21, r"'heavy heavy .*' is too long to be spoken; write it in lines of 20 words at most"),
        ("{hold_s: 20, sets: 1}", "{hold_s: 20, sets: 1}\n  clamshell: {sets: 2}", "'clamshell' is to be done in 3 sets, but its cap allows 2"),
        ("  - diaphragmatic_breathing", "  - [diaphragmatic_breathing]", "'items' must be a list of texts and tables, not a list"),
        ("{hold_s: 20, sets: 1}", "{hold_s: 0}", r"my-plan\.yaml:\d+: 'hold_s' must be a number from 1 to 300, not 0"),
        ("{hold_s: 20, sets: 1}", "{}", "the cap of 'figure4_foot_on_wall' is empty; write 'hold_s', 'sets' or both"),
        ("{hold_s: 20, sets: 1}", "{reps: 20}", "'figure4_foot_on_wall' is held for seconds, so its cap is 'hold_s' and not 'reps'"),
        ("{hold_s: 20, sets: 1}", "{hold_s: 90}", "a cap of 90 has no effect: 'hold_s' of 'figure4_foot_on_wall' never goes above 60"),
        ("figure4_foot_on_wall: {hold_s: 20, sets: 1}", "glute_bridge: {hold_s: 20}", "'glute_bridge' is counted in repetitions, so its cap is 'reps' and not 'hold_s'"),
        ("spares: [wrist]", "spares: [hip]", "'glute_bridge' loads the hip, which this routine is to spare"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_its_line(tmp_path, old, new, message):
    assert old in WHOLE
    with pytest.raises(ContentError, match=message):
        read_plan(tmp_path, WHOLE.replace(old, new, 1))


@pytest.mark.parametrize("said", ["Stop.", "Go slowly. Pause!", "That hurts"])
def test_a_plan_never_says_the_safety_words_of_the_person_alone(tmp_path, said):
    with pytest.raises(ContentError, match="by itself is what the person says; write it as part of a longer sentence"):
        read_plan(tmp_path, WHOLE.replace("Keep both heels heavy.", said))
    read_plan(tmp_path, WHOLE.replace("Keep both heels heavy.", "Say stop if it hurts."))


def test_rounds_are_the_same_exercises_again_and_what_is_wanted_holds_each_time(tmp_path):
    items = "items: [{rounds: 2, items: [{exercise: clamshell, reps: 8, sets: 2, rest_s: 40}, squat]}, clamshell]\n"
    _, plan = read_plan(tmp_path, f"id: mine\nname: Mine\n{items}")
    assert plan.items == ("clamshell", "squat", "clamshell", "squat", "clamshell")
    assert plan.of("clamshell") == Prescription(2, reps=8, rest_s=40)


def test_rounds_within_rounds_are_one_mistake(tmp_path):
    items = "items: [{rounds: 2, items: [{rounds: 2, items: [squat]}]}]\n"
    with pytest.raises(ContentError) as error:
        read_plan(tmp_path, f"id: mine\nname: Mine\n{items}")
    assert len(error.value.mistakes) == 1


def test_the_routines_of_the_library_prescribe_nothing():
    assert not any(routine.prescribed.exercises for routine in load_library().routines.values())
