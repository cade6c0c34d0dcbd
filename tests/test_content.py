"""The library as data: whole, and speakable to somebody who cannot see. Reading it: test_content_reading.py."""

import itertools
import re

import pytest

from assistant.coach.counting import drill
from assistant.coach.place import Place
from assistant.coach.plan import Plan
from assistant.coach.telling import enter, way
from assistant.commands.vocabulary import check_commands
from assistant.content.model import Routine
from assistant.narration.phrasing import FULL, Phrasing
from assistant.places import BUILT_IN_MODEL
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
        yield from ((question.id, text) for text in (question.ask, question.say) if text)
    for name, texts in known.red_flags.say.items():
        yield from ((name, text) for text in texts)
    yield from (("professional", text) for text in known.professional)
    for exercise in EXERCISES:
        texts = (
            exercise.purpose,
            *exercise.setup,
            exercise.short,
            exercise.feel,
            exercise.not_feel,
            exercise.touch_check,
            exercise.breathing,
            *exercise.exit,
        )
        texts += tuple(rung.change for rung in exercise.ladder)
        yield from ((exercise.id, text) for text in texts if text)
    for position in library().positions.values():
        yield from ((position.id, text) for text in position.enter)
        yield from [(position.id, position.leave)] * bool(position.leave)
    ways = library().ways
    yield from ((f"{step.start} to {step.end}", step.say) for step in ways.steps)
    yield from ways.to.items()
    for key, texts in library().phrases.items():
        yield from ((key, text) for text in texts)


SPOKEN = list(_spoken())
LIBRARY_POSITIONS = sorted({exercise.position for exercise in EXERCISES})


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


@pytest.mark.parametrize(
    "exercise", [exercise for exercise in EXERCISES if exercise.sided], ids=lambda exercise: exercise.id
)
def test_a_single_limb_always_carries_its_side(exercise):
    changes = [rung.change for rung in exercise.ladder]
    for text in (*exercise.setup, exercise.short, exercise.feel, exercise.not_feel, *exercise.exit, *changes):
        assert not UNSIDED.search(text), text


@pytest.mark.parametrize("start", LIBRARY_POSITIONS)
@pytest.mark.parametrize("end", LIBRARY_POSITIONS)
def test_every_position_can_be_reached_from_every_other_in_words(start, end):
    exercise = next(exercise for exercise in EXERCISES if exercise.position == end)
    plan = Plan(library(), Routine("way", "Way", (exercise.id,), ""))
    known, ways = library().positions, library().ways
    place = Place(ways, ways.station(start, known[start].level), start)
    said = [sentence for line in enter(plan, place) for sentence in Phrasing(library(), {}).say(line, FULL)]
    assert bool(said) == (start != end or known[end].sided or bool(known[end].again))
    steps = way(plan, place)
    assert bool(steps) == (known[start].level != known[end].level)
    if steps:
        assert steps[0].start == place.station
        assert all(before.end == after.start for before, after in itertools.pairwise(steps))
        assert ways.levels[steps[-1].end] == known[end].level


@pytest.mark.parametrize("furniture", [("chair", "bed"), ("chair",), ("bed",)])
@pytest.mark.parametrize("start", sorted(library().ways.levels))
def test_every_way_up_passes_a_seat_where_one_waits(start, furniture):
    """Blood pressure may drop, so nobody is led from lying or kneeling to standing in one go."""
    ways = library().ways
    if ways.levels[start] in ("standing", "chair"):
        return
    path = ways.path(start, "standing", furniture)
    assert start == "edge" or any(step.steady for step in path if step.end in ("seated", "edge"))
    assert not {step.needs for step in path} - {"", *furniture}


def test_every_slot_of_the_commands_means_something():
    check_commands(grammar().commands, library(), BUILT_IN_MODEL)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
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


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
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
    for exercise in EXERCISES:
        assert exercise.seeds or exercise.sources, exercise.id
        assert exercise.dose.origin in ("seed", "proposed")
        if exercise.dose.origin == "seed":
            assert exercise.seeds, exercise.id
