"""A plan may describe exercises of its own, in the same format as ours, and they are checked as strictly."""

import re
import textwrap
from pathlib import Path

import pytest

from assistant.app import fitted
from assistant.coach.permission import permitted
from assistant.coach.person import Person, cleared
from assistant.coach.plan import Plan
from assistant.content.wish import Wish
from assistant.words.errors import ContentError, LimberError
from assistant.words.records import SetEnded
from tests.coach.test_prescribed import sentences
from tests.support.drive import Driver, library
from tests.support.plans import read_plan

PAGE = Path(__file__).parents[2] / "docs" / "clinician.md"
OWN = textwrap.dedent(
    re.findall(
        r"(?:^    .*\n)+", PAGE.read_text(encoding="utf-8").partition("### Exercises of your own\n")[2], re.MULTILINE
    )[0]
)


def test_the_exercise_of_the_page_is_taught_and_done(tmp_path):
    content, plan = read_plan(tmp_path, OWN)
    driver = Driver(plan, content=content)
    driver.run_to_end()
    done = [record.exercise for record in driver.records if isinstance(record, SetEnded) and record.how == "done"]
    assert done == ["diaphragmatic_breathing", "towel_squeeze"]
    assert "Put a rolled towel between your knees." in sentences(driver, content)


def test_its_ladder_leads_to_exercises_of_ours(tmp_path):
    content, plan = read_plan(tmp_path, OWN)
    session = Plan(content, plan)
    session.go_to(1)
    session.climb(-1)
    assert session.exercise.id == "glute_squeeze"


def test_one_whose_demands_nobody_marked_is_left_out_for_whoever_is_limited(tmp_path):
    marked, _ = read_plan(tmp_path, OWN)
    unmarked, _ = read_plan(tmp_path, OWN.replace("    demands: []\n", ""))
    limited = next(
        person
        for question in library().screening.questions
        for person in [Person(answers={**cleared(library().screening).answers, question.id: "yes"})]
        if "towel_squeeze" in (permitted(marked, person) or ())
        and permitted(marked, person) != permitted(marked, cleared(library().screening))
    )
    assert "towel_squeeze" not in (permitted(unmarked, limited) or ())


def test_it_is_never_chosen_for_another_session(tmp_path):
    content, _ = read_plan(tmp_path, OWN)
    for minutes in (5, 20, 40):
        assert "towel_squeeze" not in fitted(content, Wish(minutes), cleared(content.screening)).items


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: reps", "kind: rep", r"my-plan\.yaml:\d+: 'kind' is 'rep'"),
        ("position: hook_lying", "position: hook_liing", r"my-plan\.yaml:\d+: there is no position 'hook_liing' \(did you mean 'hook_lying'\?\)"),
        ("    demands: []", "    demands: [one_legg]", r"there is no demand 'one_legg' \(did you mean 'one_leg'\?\)"),
        ("move: glute_squeeze", "move: glute_squeze", r"my-plan\.yaml:\d+: there is no exercise 'glute_squeze' \(did you mean 'glute_squeeze'\?\)"),
        ("      - move: glute_squeeze\n", "", "this ladder leads nowhere"),
        ("    exit: Take the towel away.\n", "", r"my-plan\.yaml:\d+: 'exit' is missing"),
        ("exit: Take", "exitt: Take", r"unknown key 'exitt'"),
        ("load: {hip: 1", "load: {hipp: 1", r"unknown key 'hipp' \(did you mean 'hip'\?\)"),
        ("id: towel_squeeze\n    name", "id: squat\n    name", "'squat' is already defined at exercises/"),
        ("short: Press", "short: Stop. Press", "by itself is what the person says"),
        ("feel: You", "feel: For 2 x 30s you", "'2 x 30s' cannot be spoken as it stands; write it in words"),
        ("    demands: []", "    asks: [{key: a, answer: number}]", "unknown key 'asks'"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_its_line(tmp_path, old, new, message):
    assert old in OWN
    with pytest.raises(ContentError, match=message):
        read_plan(tmp_path, OWN.replace(old, new, 1))


@pytest.mark.parametrize(
    "text",
    ["Hold for 1/2 a minute.", "Do 2 x 30s.", "Hold 30 s.", "Take 5 kg.", "3-4 times.", "and/or", "Bend 30°.",
     "Hold 30 sec.", "Rest 1 min.", 'Hold 30".', "Rest 1'30.", "About 1,5 cups.", "Approx. a fist.", "Hip ext. first.",
     "Well done 👍", "Costs $5.", 'Say "hold", then hold 30".', "Say 'hold' for 1'30.", "Hold 30″.", "Hip flex. first.",
     "1,5 or 2 minutes.", "Wait 1,5 and 6 more.", "In 12,50 steps.", "Hip add. 2 times."],
)  # fmt: skip
def test_what_a_voice_would_spell_out_or_say_wrongly_is_refused(tmp_path, text):
    plan = "id: mine\nname: Mine\nsay: ['{text}']\nitems: [squat]\n"
    with pytest.raises(LimberError, match="cannot be spoken as it stands; write it in words"):
        read_plan(tmp_path, plan.replace("{text}", text.replace("'", "''")))


@pytest.mark.parametrize(
    "text",
    ["Hold for 30 seconds.", "Up to 10 times a day.", "It's a well-known stretch.", "Step 2 is easier.",
     "Do it 10, 20 or 30 times.", "In the 20's.", "Add a little. Rest a min.", "Point your foot, then flex.",
     "Take one, and then add. Rest.", 'Say "10".', 'Count "1, 2, 3" aloud.', "Count '1, 2, 3' aloud, it's easy.",
     "On days 1,2 and 3.", "Count 1,2,3.", "Say 'hold for 10'.", 'Say "up", then "10".'],
)  # fmt: skip
def test_what_a_voice_can_say_is_taken(tmp_path, text):
    plan = "id: mine\nname: Mine\nsay: ['{text}']\nnote: 2 x 30s\nitems: [squat]\n"
    read_plan(tmp_path, plan.replace("{text}", text.replace("'", "''")))
