"""`limber plan`: a plan as it is read, and as the sheet that the patient takes home."""

import pytest

from assistant.cli import main
from assistant.coach.weighing import zone
from assistant.commands.sheet import WIDTH
from assistant.content.load import load_library
from tests.support.plans import WHOLE


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "my-plan.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def shown(capsys, *arguments):
    assert main(["plan", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_the_sheet_has_every_field_of_a_plan(capsys, plan):
    text = shown(capsys, plan, "--print")
    whole = " ".join(text.split())
    for told in (
        "AFTER THE HOLIDAYS",
        "So that the stairs get easier again.",
        "Written for you by Anna Example, physiotherapist.",
        "Written on 2026-03-02.",
        "On 4 days a week, twice a day.",
        "Your usual pain before the exercises is 4 of 10.",
        "Slowly is fine. Breathe as you like.",
        "Note: Second series after a fall on the right side.",
        "2. BRIDGE",
        "How much: Do this 10 times. 2 sets.",
        "Note: Keep both heels heavy.",
        "Note: Cramps in the back of the thigh before.",
        "Breathing: Breathe out as you lift, and in as you lower.",
        "Feel: You may feel your buttocks work.",
        "By touch: At the top, check with your hands that both buttocks are firm.",
        "3. SIDE-LYING CLAMSHELL",
        "3 sets. Your left side only.",
        "How much: Hold for 20 seconds on each side.",
        "Then the same on the other side.",
        "WHEN TO STOP",
        "locking, giving way, dizzy, faint, sick, going down the leg.",
        "Leave an exercise when the pain is above 5 of 10.",
        "WHOM TO CALL",
        "Questions: Anna Example, telephone 555 0100",
    ):
        assert told in whole, told
    half_height = next(
        rung.change for rung in load_library().exercises["glute_bridge"].ladder if rung.id == "bridge_half_height"
    )
    assert f"Where you start: {half_height}" in whole
    assert not any(mark in text for mark in "{}|")


def test_a_sheet_of_a_routine_of_ours_tells_nothing_of_its_sources(capsys):
    assert "The source warms up" in load_library().routines["three_stretches"].note
    assert "source" not in shown(capsys, "three_stretches", "--print")


@pytest.mark.parametrize("usual", range(11))
def test_the_sheet_says_to_leave_where_the_coach_would(capsys, plan, usual):
    plan.write_text(WHOLE.replace("usual_pain: 4", f"usual_pain: {usual}"), encoding="utf-8")
    rules = load_library().pain
    red = [score for score in range(11) if zone(rules, score, None, usual) == "red"]
    text = " ".join(shown(capsys, plan, "--print").split())
    assert f"Leave an exercise when the pain is above {min(red) - 1} of 10." in text


def test_the_sheet_fits_large_letters_on_paper(capsys, plan):
    assert max(map(len, shown(capsys, plan, "--print").splitlines())) <= WIDTH


@pytest.mark.parametrize("routine", sorted(load_library().routines))
def test_every_routine_has_a_sheet_with_all_its_exercises(capsys, routine):
    text = " ".join(shown(capsys, routine, "--print").split())
    known = load_library()
    for number, item in enumerate(known.routines[routine].items, start=1):
        assert f"{number}. {known.exercises[item].name.upper()}" in text
    assert "ask the doctor or physiotherapist who knows you" in text


def test_a_plan_is_shown_as_it_would_be_read_aloud(capsys, plan):
    text = shown(capsys, plan)
    assert "3. Side-lying clamshell.\n" in text
    assert "It is for 4 days a week, twice a day.\n" in text


def test_a_sheet_steers_no_terminal(capsys, plan):
    plan.write_text(
        WHOLE.replace("Cramps in the back of the thigh before.", '"Cramps \\e[2J before."'), encoding="utf-8"
    )
    assert "\x1b" not in shown(capsys, plan, "--print")


def test_mistakes_are_all_named_and_nothing_is_printed(capsys, plan):
    plan.write_text(WHOLE.replace("side: left", "side: both").replace("sets: 2", "sets: 99"), encoding="utf-8")
    assert main(["plan", str(plan), "--print"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "'side' is 'both'" in err
    assert "'sets' must be a number from 1 to 10, not 99" in err


def test_a_plan_that_is_not_there_is_one_sentence(capsys):
    assert main(["plan", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "limber: nowhere.yaml: there is no such file\n"


@pytest.mark.parametrize(
    ("routine", "needed"),
    [
        ("clinic_five", "You need a folded towel and a firm cushion. This session uses a steady chair. Put the chair"),
        ("morning_nine", "This session uses a steady chair. Put the chair beside the middle of the mat."),
        ("bed_check", "This session uses a bed."),
    ],
)
def test_the_sheet_names_what_is_needed_and_the_furniture(capsys, routine, needed):
    assert needed in " ".join(shown(capsys, routine, "--print").split())
