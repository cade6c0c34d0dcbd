"""What is announced of earlier sessions: each change with its reason, and the numbers of the rules."""

from dataclasses import replace
from datetime import timedelta
from shutil import copytree

import pytest

from assistant.coach.greeting import welcome
from assistant.coach.person import Person
from assistant.coach.plan import Plan
from assistant.coach.today import Change, Lever, Today
from assistant.content.load import CONTENT, load_library
from assistant.history.past import PainReport, Past
from assistant.history.progress import doing, today
from assistant.narration.phrasing import FULL, Phrasing
from assistant.words.effects import Say
from tests.history.test_progress import MONDAY, session
from tests.support.drive import Driver, library


def test_a_refused_step_is_not_announced_as_a_change():
    three = [session(day) for day in range(3)]
    refused = session(3, effort="right", refused=frozenset({"figure4_supine"}))
    known = today(library(), Past((*three, refused)), MONDAY + timedelta(days=4))
    assert known.changes == ()
    assert known.levers["figure4_supine"] == Lever()
    hurt = replace(refused, pains=(PainReport("report", 8, "red", "hip", exercise="figure4_supine"),))
    (change,) = today(library(), Past((*three, hurt)), MONDAY + timedelta(days=4)).changes
    assert (change.why, change.harder) == ("pain", False)


def test_every_change_is_announced_with_its_own_reason():
    easier, harder = Lever(rungs=-1), Lever(reps=12)
    known = Today(
        changes=(
            Change("glute_bridge", Lever(), easier, "pain"),
            Change("pelvic_glide", Lever(), easier, "skipped"),
            Change("clamshell", Lever(), harder, "easy"),
            Change("gentle_hip_opener", Lever(), easier, "pain"),
        )
    )
    driver = Driver("floor_only_gentle", today=known)
    said = {
        line.key: dict(line.slots) for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines
    }
    names = {
        key: {name for name, exercise in library().exercises.items() if exercise.name in slots["things"]}
        for key, slots in said.items()
        if key.startswith("change_")
    }
    assert names == {
        "change_easy": {"clamshell"},
        "change_pain": {"glute_bridge", "gentle_hip_opener"},
        "change_skipped": {"pelvic_glide"},
    }


NEWS = Today(
    changes=(
        Change("clamshell", Lever(), Lever(reps=12), "easy"),
        Change("glute_bridge", Lever(), Lever(rungs=-1), "skipped"),
    ),
    on_hold=True,
    waiting={"pigeon_pose": "figure4_supine"},
)


def news(folder):
    """What is said of earlier sessions, by the rules of a content folder."""
    known = load_library(folder)
    items = ("glute_bridge", "clamshell", "pigeon_pose")
    plan = Plan(known, replace(known.routines["studio_mix_30"], items=items))
    phrasing = Phrasing(known, {})
    return " ".join(
        sentence for said in welcome(plan, NEWS, Person()) for sentence in phrasing.say(said, FULL)
    ), " ".join(phrasing.say(doing(known, Past((session(0),)), MONDAY.date())[0], FULL))


def test_the_numbers_that_are_said_are_those_of_the_rules(tmp_path):
    said, doing_now = news(CONTENT)
    clamshell, bridge = (library().exercises[name].name for name in ("clamshell", "glute_bridge"))
    assert f"{clamshell}. You do a little more than last time, because it was easy three times." in said
    assert f"{bridge}. You do a little less, because you left it out twice." in said
    assert "Your pain before sessions has grown for two weeks. So I make nothing harder." in said
    assert "must be easy three times." in said
    assert doing_now.startswith("In the last four weeks you practised on 1 day,")
    folder = copytree(CONTENT, tmp_path / "content")
    rules = folder / "safety/progress.yaml"
    text = rules.read_text()
    for old, new in (
        ("easy_sessions: 3", "easy_sessions: 1"),
        ("left_out: 2", "left_out: 4"),
        ("weeks_climbing: 2", "weeks_climbing: 1"),
        ("easy: 3}", "easy: 5}"),
    ):
        assert old in text
        text = text.replace(old, new)
    rules.write_text(text)
    said, _ = news(folder)
    assert "because it was easy once." in said
    assert "because you left it out four times." in said
    assert "has grown for one week. So" in said
    assert "must be easy five times." in said


@pytest.mark.parametrize(
    ("days_after", "said"),
    [
        (-1, []),
        (0, ["doing_regular"]),
        (27, ["doing_regular"]),
        (28, ["doing_not_lately"]),
        (400, ["doing_not_lately"]),
    ],
)
def test_who_practised_long_ago_does_not_hear_that_nothing_is_known(days_after, said):
    told = doing(library(), Past((session(0),)), MONDAY.date() + timedelta(days=days_after))
    assert [line.key for line in told][:1] == said
