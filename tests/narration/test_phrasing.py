"""Keys become sentences; sentences become cues with gaps; counts keep to their frames."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.coach import telling
from assistant.coach.counting import drill
from assistant.coach.place import Place
from assistant.coach.plan import Plan
from assistant.narration.phrasing import FULL, NAME_ONLY, SHORT, Phrasing
from assistant.narration.script import GAP_S, Script
from assistant.words.effects import Count, Say, Tick, line
from assistant.words.units import Rate
from tests.support.drive import library

PHRASING = Phrasing(library(), {"next": "next", "hurts": "that hurts"})
RATE = Rate(48000)


def words(lines, verbosity=FULL):
    return " ".join(text for line in lines for text in PHRASING.say(line, verbosity))


def plan_at(name):
    plan = Plan(library(), library().routines["morning_nine"])
    plan.items[0] = name
    plan.go_to(0)
    return plan


def test_numbers_are_words():
    assert [library().language.number_word(n) for n in (1, 13, 20, 21, 60, 100, 145)] == [
        "one", "thirteen", "twenty", "twenty one", "sixty", "one hundred", "one hundred forty five",
    ]  # fmt: skip


def test_nothing_is_left_unfilled_in_any_description():
    for name, exercise in library().exercises.items():
        plan = plan_at(name)
        for side_at in (0, 1) if exercise.sided else (0,):
            plan.side_at = side_at
            lines = (
                *telling.introduction(plan),
                *telling.item(plan, Place(library().ways)),
                *telling.side(plan, Place(library().ways)),
                *telling.back_in(plan, Place(library().ways)),
                *telling.way_out(exercise, plan.side),
            )
            for verbosity in (NAME_ONLY, SHORT, FULL):
                text = words(lines, verbosity)
                assert "{" not in text, name
                if exercise.sided:
                    assert plan.side in text, name


def test_verbosity_goes_from_full_to_the_name_alone():
    plan = plan_at("glute_bridge")
    lines = (*telling.introduction(plan), *telling.item(plan, Place(library().ways, "lying", "hook_lying")))
    full, short, name = (words(lines, verbosity) for verbosity in (FULL, SHORT, NAME_ONLY))
    assert len(full) > 2 * len(short) > 2 * len(name)
    assert "Bridge" in name
    assert "tighten your buttocks" in full
    assert "tighten your buttocks" not in short


def test_ground_up_order():
    plan, place = plan_at("figure4_supine"), Place(library().ways)
    text = words((*telling.introduction(plan), *telling.item(plan, place)))
    order = [
        "Lying figure four",
        "Right side first",
        "Lie on your back",
        "Lay your right ankle",
        "You may feel",
        "30 seconds",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_help_offers_words():
    assert words([line("help", commands=("next", "hurts"))]) == "You can say next or that hurts."


def test_every_sentence_leaves_a_gap_and_the_last_of_a_line_reports_it():
    cues = Script(PHRASING, RATE).say(Say(3, (line("welcome", routine="Short", minutes=5), line("begin"))))
    assert all(cue.gap >= 0.6 * RATE for cue in cues)
    assert [cue.told.line for cue in cues if cue.told] == [0, 1]
    assert cues[-1].told.say == 3
    assert GAP_S >= 0.6


def test_a_say_that_its_verbosity_silences_is_still_reported():
    script = Script(PHRASING, RATE)
    script.verbosity = NAME_ONLY
    (cue,) = script.say(Say(1, (line("purpose", exercise="squat"), line("purpose", exercise="clamshell"))))
    assert (cue.text, cue.told.line) == ("", 1)


@given(st.floats(0, 1e5), st.lists(st.floats(0, 300), min_size=1, max_size=20))
def test_a_count_stands_on_its_frames(origin, offsets):
    ticks = tuple(Tick(at, "number", 1) for at in offsets)
    cues = Script(PHRASING, RATE).count(Count(origin, ticks))
    for cue, at in zip(cues, offsets, strict=True):
        assert abs(cue.at - (origin + at) * RATE) <= 0.5 + 1e-3


def test_what_fits_its_beat_is_said_by_the_tick_and_not_by_a_full_stop():
    circles = library().exercises["leg_circles"]
    ticks = drill(circles, circles.dose).ticks
    japanese = {key: tuple(text.replace(".", "。") for text in texts) for key, texts in library().phrases.items()}
    for known in (library(), replace(library(), phrases=japanese)):
        cues = Script(Phrasing(known, {}), RATE).count(Count(0.0, ticks))
        assert [cue.text for cue in cues if not cue.fits_beat] == list(circles.turns)


def test_sentences_are_cut_at_full_stops_and_questions():
    assert library().language.sentences.cut("One. Two? Three: four.") == ["One.", "Two?", "Three: four."]
