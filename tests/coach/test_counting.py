"""Counts as data: the examples a person would check by hand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.counting import ALL, FEW, NONE, drill
from assistant.coach.timeline import Timeline
from assistant.words.effects import SOFT
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


def test_swings_say_both_ways_and_are_numbered_at_their_end():
    assert ticks("leg_swings", reps=2) == [
        (0, "back"), (1.5, "forward"), (2.25, 1), (3, "back"), (4.5, "forward"), (5.25, 2),
    ]  # fmt: skip


def test_circles_say_which_way_round_and_turn_half_way():
    assert ticks("leg_circles", reps=2) == [
        (0, ("turn", 0)), (4, 1), (6.5, 2), (9, ("turn", 1)), (13, 1), (15.5, 2),
    ]  # fmt: skip


def test_the_other_way_round_says_its_cues_in_its_own_order():
    assert [what for _, what in ticks("hip_cars_standing", reps=1)] == [
        ("turn", 0), "forward", "away", "back", 1, ("turn", 1), "back", "away", "forward", 1,
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


def test_a_cool_down_counts_breaths_and_not_seconds():
    assert ticks("cooldown_relax", reps=2) == [
        (0, "breathe_in"), (4, "breathe_out"), (9, 1), (10, "breathe_in"), (14, "breathe_out"), (19, 2),
    ]  # fmt: skip


def numbers(name, counting, **dose):
    exercise = library().exercises[name]
    found = drill(exercise, replace(exercise.dose, **dose), counting)
    return [(tick.at, tick.key if tick.key != "number" else tick.number) for tick in found.ticks]


def test_few_numbers_are_every_fifth_and_the_last_three():
    told = [what for _, what in numbers("figure4_supine", FEW) if isinstance(what, int)]
    assert told == [5, 10, 15, 20, 25, 28, 29, 30]
    ways = [what for _, what in numbers("leg_circles", FEW, reps=7) if isinstance(what, int)]
    assert ways == [5, 6, 7, 5, 6, 7]


def test_without_numbers_a_soft_tick_keeps_each_beat_and_half_is_told():
    told = dict(numbers("loaded_carry", NONE, hold_s=20))
    assert told == {at: "halfway" if at == 10 else SOFT for at in range(1, 21)}
    assert [what for _, what in numbers("glute_bridge", NONE, reps=1)] == ["up", "top", "down", SOFT]


WAYS = st.sampled_from([ALL, FEW, NONE])


@given(st.sampled_from(sorted(library().exercises)), WAYS)
def test_in_each_way_of_counting_no_beat_moves_and_the_set_is_as_long(name, counting):
    exercise = library().exercises[name]
    whole, other = drill(exercise, exercise.dose), drill(exercise, exercise.dose, counting)
    assert other.seconds == whole.seconds
    aloud = {tick for tick in other.ticks if tick.key == "number"}
    assert aloud <= set(other.numbers)
    soft = [tick.at for tick in other.ticks if tick.key == SOFT]
    assert set(soft) <= {tick.at for tick in other.numbers}
    assert len({tick.at for tick in other.ticks}) == len(other.ticks), "two words at once"
    if exercise.kind != "breathing":
        assert other.numbers == whole.numbers
        cues = {(tick.at, tick.key) for tick in whole.ticks if tick.key not in ("number", "halfway")}
        assert cues <= {(tick.at, tick.key) for tick in other.ticks}


@given(st.sampled_from(sorted(library().exercises)))
def test_the_first_cue_of_a_repetition_is_spoken(name):
    exercise = library().exercises[name]
    for dose in (exercise.dose, *(rung.dose for rung in exercise.ladder)):
        if dose is None or exercise.kind not in ("reps", "circles") or len(dose.phases) < 2:
            continue
        firsts = {dose.phases[0].say, (dose.reverse or dose.phases)[0].say}
        found = [tick for tick in drill(exercise, dose).ticks if tick.key in firsts]
        assert len(found) >= dose.reps


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
