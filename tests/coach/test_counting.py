"""Counts as data: the examples a person would check by hand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.counting import drill
from assistant.coach.timeline import Timeline
from tests.support.drive import library


def ticks(name, **dose):
    exercise = library().exercises[name]
    found = drill(exercise, replace(exercise.dose, **dose)).ticks
    return [(tick.at, (tick.key, tick.number) if tick.exercise else tick.number or tick.key) for tick in found]


def test_a_hold_counts_every_second_with_breath_cues_between():
    found = ticks("figure4_supine")
    assert [at for at, what in found if isinstance(what, int)] == list(range(1, 31))
    assert [at for at, what in found if what == "breathe_in"] == [0.5, 10.5, 20.5]
    assert [at for at, what in found if what == "breathe_out"] == [4.5, 14.5, 24.5]
    assert (15.5, "halfway") in found


def test_a_bridge_goes_up_stays_and_comes_down_for_two():
    assert ticks("glute_bridge", reps=2) == [
        (0, "up"), (1, "top"), (2, "down"), (4, 1), (5, "up"), (6, "top"), (7, "down"), (9, 2),
    ]  # fmt: skip


def test_swings_are_numbered_at_their_start():
    assert ticks("leg_swings", reps=2) == [(0, 1), (1.5, "forward"), (3, 2), (4.5, "forward")]


def test_circles_say_which_way_round_and_turn_half_way():
    assert ticks("leg_circles", reps=2) == [
        (0, ("turn", 0)), (4, 1), (6.5, 2), (9, ("turn", 1)), (13, 1), (15.5, 2),
    ]  # fmt: skip


def test_the_other_way_round_says_its_cues_in_its_own_order():
    assert [what for _, what in ticks("hip_cars_standing", reps=1)] == [
        ("turn", 0), 1, "away", "behind", ("turn", 1), 1, "away", "forward",
    ]  # fmt: skip


CIRCLES = sorted(name for name, exercise in library().exercises.items() if exercise.kind == "circles")


@given(st.sampled_from(CIRCLES), st.data())
def test_both_ways_round_take_as_long_and_pass_the_same_places(name, data):
    ladder = library().exercises[name].ladder
    dose = data.draw(st.sampled_from([rung.dose for rung in ladder if rung.dose] + [library().exercises[name].dose]))
    exercise = library().exercises[name]
    found = drill(exercise, dose).ticks
    turn = next(at for at, tick in enumerate(found) if (tick.key, tick.number) == ("turn", 1))
    there, back = found[:turn], found[turn:]
    assert [tick.at - back[0].at for tick in back if tick.key in ("turn", "number")] == [
        tick.at for tick in there if tick.key in ("turn", "number")
    ]
    assert sorted(phase.say for phase in dose.phases) == sorted(phase.say for phase in dose.reverse or dose.phases)
    assert exercise.turns[0] != exercise.turns[1]


def test_wipers_name_the_side_and_count_each_drop():
    assert ticks("windshield_wipers_supine", reps=3) == [
        (0, "right"), (2, 1), (3, "left"), (5, 2), (6, "right"), (8, 3),
    ]  # fmt: skip


def test_breaths_are_counted_inside():
    assert ticks("diaphragmatic_breathing", reps=1) == [
        (0, "breathe_in"), (1, 2), (2, 3), (3, 4), (4, "breathe_out"), (5, 2), (6, 3), (7, 4), (8, 5), (9, 6),
    ]  # fmt: skip


@given(st.sampled_from(sorted(library().exercises)), st.floats(-1, 400))
def test_what_is_left_and_what_is_done_make_the_whole(name, elapsed):
    exercise = library().exercises[name]
    whole = drill(exercise, exercise.dose)
    done = [tick for tick in whole.ticks if tick.at <= elapsed]
    assert (*done, *whole.after(elapsed)) == whole.ticks


@given(
    st.dictionaries(st.sampled_from("abcd"), st.floats(0, 100)),
    st.lists(st.tuples(st.floats(0.01, 10), st.floats(0, 50)), max_size=5),
)
def test_a_frozen_timeline_only_shifts(deadlines, naps):
    timeline = Timeline()
    for name, due in deadlines.items():
        timeline.set(name, due)
    now, gone = 0.0, 0.0
    for awake, asleep in naps:
        now += awake
        timeline.freeze(now)
        assert timeline.next() is None
        now += asleep
        timeline.thaw(now)
        gone += asleep
    for name, due in deadlines.items():
        assert abs(timeline.due(name) - due - gone) < 1e-6
