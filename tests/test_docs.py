"""What is generated is up to date, and everything the sources teach has a place."""

import generated
import pytest
import yaml

from assistant.coach.fit import PLACES, Wish, build
from assistant.content.load import CONTENT
from tests.support.drive import library

SEEDS, PAGES = generated.seed_items(), generated.pages()


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_generated_pages_are_up_to_date(path):
    assert path.read_text(encoding="utf-8") == PAGES[path], "run scripts/docs"


def places():
    known = library()
    pain = yaml.safe_load((CONTENT / "safety/pain.yaml").read_text(encoding="utf-8"))
    yield from (f"exercise/{name}" for name in known.exercises)
    yield from (f"routine/{name}" for name in known.routines)
    yield from (f"tip/{one.id}" for one in known.tips)
    yield from (f"reason/{name}" for name in known.reasons)
    yield from (f"flag/{name}" for name in known.red_flags.say)
    yield from (f"phrase/{name}" for name in known.phrases)
    yield from (f"pain/{name}" for name in pain)
    yield from ("coach/fit", "professional")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_item_of_every_source_lives_somewhere_or_is_left_out_for_a_reason(seed):
    known = set(places())
    for one in SEEDS[seed]:
        assert set(one) in ({"item", "in"}, {"item", "out"}), one
        for place in one.get("in", ()):
            assert place in known, f"{seed}: '{one['item']}' is said to live in {place}"


def test_what_names_a_seed_is_in_that_seeds_table():
    listed = {(seed, place) for seed, items in SEEDS.items() for one in items for place in one.get("in", ())}
    known = library()
    named = [(seed, f"exercise/{one.id}") for one in known.exercises.values() for seed in one.seeds]
    named += [(seed, f"routine/{one.id}") for one in known.routines.values() for seed in one.seeds]
    named += [(seed, f"tip/{one.id}") for one in known.tips for seed in one.seeds]
    assert set(named) - listed == set()


def test_every_exercise_of_a_source_can_be_reached():
    """In a routine, on a ladder from there, or in a session built to fit."""
    known = library()
    reached = {item for routine in known.routines.values() for item in routine.items}
    for place in PLACES:
        reached.update(build(known, Wish(20, place), known.exercises).items)
    for _ in range(6):
        reached |= {rung.id for name in reached for rung in known.exercises[name].ladder if rung.move}
    assert {one.id for one in known.exercises.values() if one.seeds} - reached == set()
