"""What several topics do: describe an exercise, go to another, end a set, say goodbye.

The functions that take a `Stage` and a `Turn` and nothing else are outputs and conditions that stand in the rows of
more than one topic. Everything that only one topic does stands in that topic's file.
"""

from assistant.coach import greeting, telling
from assistant.coach.asked import OpenQuestion
from assistant.coach.following import note_plan
from assistant.coach.interview import NOTHING_LEFT, QUESTIONS, Interview, no_way_on, permit, waiting, waits_afterwards
from assistant.coach.learning import end, has_learnt, learn
from assistant.coach.length import Moved, wait_s
from assistant.coach.preferences import BRIEFLY
from assistant.coach.sets import come_out, record_set
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import AFTER
from assistant.content.needed import ACTIVITIES
from assistant.words.effects import Chime, Line, line
from assistant.words.events import AT_KEYBOARD
from assistant.words.records import (
    CheckOffered,
    ExerciseBegun,
    SessionEnd,
    Taught,
    TipGiven,
)

CLOCK = Taught("clock")
PAIN_AFTERWARDS = OpenQuestion((line("pain_after"),), "pain")


def at_keyboard(_stage: Stage, turn: Turn) -> bool:
    """Whether Ctrl-C was pressed."""
    return turn.heard.words == AT_KEYBOARD


def faint(stage: Stage, turn: Turn) -> bool:
    """Whether a spoken yes was so doubtful that it may have been other people's."""
    words, sure = len(turn.heard.words.split()), turn.heard.evidence
    return 0 < sure < stage.library.red_flags.yes_sure * words


def was_parting(stage: Stage, _turn: Turn) -> bool:
    """Whether the goodbye had begun when the red flag was named."""
    return stage.ended is not None


def has_next(stage: Stage, _turn: Turn) -> bool:
    """Whether another exercise follows, or may follow once open questions are answered."""
    return stage.plan.has_next or waits_afterwards(stage)


def can_ease(stage: Stage, _turn: Turn) -> bool:
    """Whether there is an easier rung."""
    return stage.plan.above(-1) is not None


def more_to_do(stage: Stage, _turn: Turn) -> bool:
    """Whether another side, set or exercise follows."""
    return stage.plan.next_step is not None or waits_afterwards(stage)


def asks_now(stage: Stage, _turn: Turn) -> bool:
    """Whether the exercise asks something now that its sets are done."""
    return bool(stage.plan.exercise.asks) and stage.plan.next_step != "set"


def unnamed(stage: Stage, turn: Turn) -> bool:
    """Whether the exercise asks about activities, and the person has not named any."""
    return asks_now(stage, turn) and stage.plan.exercise.id == ACTIVITIES and not stage.person.activities


def greet(stage: Stage, _turn: Turn) -> None:
    """Say which session it is to be."""
    stage.effects.append(Chime("ready"))
    lines = greeting.welcome(stage.plan, stage.today, stage.person)
    if not stage.check_offered and any(said.key == "check_due" for said in lines):
        stage.check_offered = True
        stage.keep(CheckOffered())
    stage.speech.tell(*lines)


def ask_after_all(stage: Stage, _turn: Turn) -> None:
    """Ask about pain now because nothing is left to do."""
    stage.ask(PAIN_AFTERWARDS)


def describe_item(stage: Stage, _turn: Turn) -> None:
    """Describe the exercise."""
    describe(stage)


def skip_item(stage: Stage, turn: Turn) -> None:
    """Go to the next exercise."""
    record_set(stage, turn, "skipped")
    come_out(stage, turn)
    go_to(stage, stage.plan.next_at)


def climb_down(stage: Stage, turn: Turn) -> None:
    """Make the exercise one rung easier."""
    come_out_for(stage, turn, -1)
    climb(stage, -1, "easier_now")


def close(stage: Stage, turn: Turn, *goodbye: Line) -> None:
    """Say goodbye, in these words if there are any."""
    stage.course.cancel("answer_due")
    if not goodbye:
        come_out(stage, turn)
    talked = stage.detail >= BRIEFLY and not stage.plan.routine.brief
    advice = (tip(stage),) if stage.done and talked else ()
    how: SessionEnd = "finished" if turn.before in AFTER else "left"
    early = how == "left" or not stage.done
    say_goodbye(stage, how, *(goodbye or (*advice, line("closing_early" if early else "closing"))))


def left_down(stage: Stage, _turn: Turn) -> bool:
    """Whether the person is down, and has not been offered the way up."""
    return not stage.place.is_up and not stage.place.offered


def told_to_stay(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether nobody sends this person up: their "okay" is no wish to get up."""
    return stage.place.stays or bool(stage.person.lock)


def without_guide(stage: Stage) -> Line:
    """What is said last to somebody who is down and is not led up: how to get up, or to stay where they are."""
    if told_to_stay(stage):
        return line("get_up_hurt")
    return line("up_alone" if can_rise(stage) else "up_helped")


def can_rise(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether a way leads up with the furniture there is."""
    return stage.place.way_up() is not None


def nobody_heard(stage: Stage, _turn: Turn) -> bool:
    """Whether nobody was heard for so many exercises that there may be nobody."""
    return stage.unheard >= stage.pacing.unheard_most


def close_unattended(stage: Stage, _turn: Turn) -> None:
    """Say goodbye to an empty room."""
    say_goodbye(stage, "unattended", line("closing_silent"))


def close_gone(stage: Stage, _turn: Turn) -> None:
    """Say goodbye to somebody who does not answer any more; what was done before they were heard last counts."""
    say_goodbye(stage, "left" if stage.done > stage.unheard else "unattended", line("closing_silent"))


def close_unwell(stage: Stage, _turn: Turn) -> None:
    """Say goodbye to somebody who is not well; whom a red flag locks is not told to wait and see."""
    say_goodbye(stage, "unwell", line("closing_locked" if stage.person.lock else "closing_unwell"))


def describe(stage: Stage, *opening: Line) -> None:
    """Describe the exercise under way, from its name (or the opening) to its dose."""
    plan = stage.plan
    if stage.of(Interview).told:
        permit(stage)
    if not plan.allowed(plan.exercise.id) and plan.has_next:
        plan.go_to(plan.next_at)
        opening = ()  # it was about the one that is left
    if waiting(stage) or not plan.allowed(plan.exercise.id):
        stage.follow_ups.append(QUESTIONS if waiting(stage) else NOTHING_LEFT)
        return
    while telling.way(plan, stage.place) is None and plan.has_next:
        plan.go_to(plan.next_at)
    if telling.way(plan, stage.place) is None:
        stage.follow_ups.append(no_way_on(stage))
        return
    stage.of(Interview).described = plan.exercise.id
    note_plan(stage)
    stage.keep(ExerciseBegun(plan.routine.id, tuple(plan.items), plan.at))
    stage.suit_detail()
    introduction = telling.introduction(plan, opening)
    if telling.way(plan, stage.place):
        stage.speech.tell(*introduction)
    else:
        describe_here(stage, *introduction)


def describe_here(stage: Stage, *opening: Line) -> None:
    """Describe the exercise under way to somebody who is on its level, after an opening."""
    plan, place = stage.plan, stage.place
    moved = bool(telling.enter(plan, place))
    stage.wait_s = wait_s(stage.library, plan.exercise, "enter" if moved else "stay")
    if plan.exercise.equipment and place.described != plan.exercise.id:
        place.out = True
    new = plan.exercise.id not in stage.known | stage.practised
    clock = plan.exercise.clock and "clock" not in stage.person.taught and not has_learnt(stage, CLOCK)
    if clock:
        learn(stage, CLOCK)
    stage.speech.tell(*opening, *telling.item(plan, place, clock=clock, new=new), ready_prompt(stage))
    if moved:
        place.change()  # whoever is told the way into another position may be on it


def ready_prompt(stage: Stage) -> Line:
    """To say when one is in place, and whether the count begins by itself."""
    return line("ready_awaited") if stage.place.out else line("ready_prompt", wait=int(stage.wait_s))


def describe_side(stage: Stage) -> None:
    """Describe the other side: in short where the exercise was described before."""
    describe_short(stage, telling.side(stage.plan, stage.place))


def describe_short(stage: Stage, lines: tuple[Line, ...]) -> None:
    """Describe it by these lines where the exercise was described before; else as a whole."""
    plan, place = stage.plan, stage.place
    if needs_description(stage):
        describe(stage)
        return
    moved: Moved = "stay" if place.is_in(plan) else "turn" if place.is_turned(plan) else "enter"
    stage.wait_s = wait_s(stage.library, plan.exercise, moved)
    longer = place.out or stage.wait_s > stage.pacing.side_s
    stage.speech.tell(*lines, *((ready_prompt(stage),) if longer else ()))
    if not place.is_in(plan):
        place.change()


def needs_description(stage: Stage) -> bool:
    """Whether the exercise must be described: it was not, it is on another level, or what there is has changed."""
    return stage.place.described != stage.plan.exercise.id or way_ahead(stage) or stage.of(Interview).told


def way_ahead(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether the exercise under way is done on another level than the person is on."""
    return telling.way(stage.plan, stage.place) != ()


def needed_of(stage: Stage) -> tuple[Line, ...]:
    """What has to be heard before a count, of what is left of the description.

    Of an exercise that was done before: its name, its side and the way in. Of a new one also what is done.
    """
    done = stage.plan.exercise.id
    known = done in stage.practised or stage.person.practised.get(done)
    needed = telling.WAY_IN if known else telling.WAY_IN | telling.DONE
    return tuple(said for said in stage.speech.left if said.key in needed)


def heard_needed(stage: Stage) -> bool:
    """Whether all that has to be heard before a count has been heard."""
    return not needed_of(stage)


def go_to(stage: Stage, at: int) -> None:
    """Begin the exercise at an index of the plan."""
    stage.count.drop()
    stage.plan.go_to(at)
    describe(stage)


def come_out_for(stage: Stage, turn: Turn, steps: int) -> None:
    """Say the way out first where so many rungs up (or down) another exercise stands."""
    rung = stage.plan.above(steps)
    if rung is not None and rung.move:
        come_out(stage, turn)


def climb(stage: Stage, steps: int, opening: str) -> None:
    """Go so many rungs up (or down) the ladder and say what changes, after a sentence given by its key."""
    stage.count.drop()
    rung = stage.plan.climb(steps)
    if rung.move:
        describe(stage, line(opening), line("instead", name=stage.plan.exercise.name))
        return
    plan, place, pacing = stage.plan, stage.place, stage.pacing
    if needs_description(stage):
        describe(stage, line(opening), telling.name(plan))
    elif place.is_in(plan):
        stage.wait_s = pacing.ease_s
        stage.speech.tell(line(opening), *telling.other_rung(plan, place))
    else:
        stage.wait_s = wait_s(stage.library, plan.exercise, "enter")
        stage.speech.tell(line(opening), *telling.back_in(plan, place), ready_prompt(stage))


def say_goodbye(stage: Stage, how: SessionEnd, *lines: Line) -> None:
    """End the session; `how` is how it ended, for the history."""
    end(stage, how)
    stage.count.drop()
    stage.wall.cancel()
    stage.speech.tell(*lines)


def tip(stage: Stage) -> Line:
    """The next tip."""
    tips = stage.library.tips
    chosen = tips[stage.person.tips % len(tips)]
    stage.keep(TipGiven(chosen.id))
    return line("tip", tip=chosen.id)
