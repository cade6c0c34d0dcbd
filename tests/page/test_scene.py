"""What the page shows of a session: in every state of random sessions, in words, and no button that says nothing."""

import json
import random

import pytest

from assistant.coach.states import FLOW
from assistant.narration.phrasing import Phrasing
from assistant.page.board import Board
from assistant.page.pressed import pressed
from assistant.page.scene import STAGE_OF, Painter, Scene
from assistant.page.watching import Watching
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from tests.coach.test_random_sessions import begin
from tests.support.anybody import anything
from tests.support.drive import Driver, grammar, library

SESSIONS = 60


def painter():
    helps = grammar().commands.helps
    return Painter(library(), Phrasing(library(), helps), library().language.reader("page"))


def scene_of(driver, how, *, deaf=False):
    return how.paint(driver.coach.view(driver.now), driver.coach.offers, deaf=deaf)


def flat(choices):
    for choice in choices:
        yield choice
        yield from flat(choice.more)


def test_every_state_has_words():
    assert {*STAGE_OF} == {*FLOW}


@pytest.mark.parametrize("seed", range(SESSIONS))
def test_whatever_is_offered_can_be_pressed_and_has_words(seed):
    chance, how = random.Random(seed), painter()
    watch = begin(chance)
    for _ in range(12):
        watch.driver.run(chance.uniform(0, 8))
        scene = scene_of(watch.driver, how)
        sent = json.loads(json.dumps(scene.as_data()))
        assert sent["session"] == (watch.driver.flow not in ("asleep", "done"))
        assert bool(scene.alarm) == bool(watch.driver.coach.person.lock)
        for choice in flat((*scene.steady, *scene.choices)):
            assert choice.label
            if choice.more:
                continue
            data = {"intent": choice.intent, "slots": [list(pair) for pair in choice.slots], "label": choice.label}
            assert pressed(data, grammar().commands, scene) == choice.means
        watch.hear(anything(chance))


def test_stop_and_that_hurts_are_there_in_every_state():
    chance, how = random.Random(1), painter()
    for _ in range(20):
        watch = begin(chance)
        for _ in range(10):
            watch.driver.run(chance.uniform(0, 8))
            scene = scene_of(watch.driver, how)
            if scene.session:
                assert {"hurts", "stop"} < {choice.intent for choice in scene.steady}
            watch.hear(anything(chance))


def test_name_side_and_count_are_shown_while_it_is_counted():
    driver, how = Driver("three_stretches"), painter()
    driver.run_until("work")
    driver.run(9)
    scene = scene_of(driver, how)
    exercise = library().exercises[driver.exercise]
    assert scene.exercise == exercise.name
    assert scene.number == driver.coach.view(driver.now).count.number > 0
    assert scene.most >= scene.number
    assert scene.place.startswith("Exercise 1 of ")


def test_who_cannot_be_heard_is_told_so():
    driver = Driver("three_stretches")
    driver.run(20)
    assert scene_of(driver, painter(), deaf=True).alarm
    assert not scene_of(driver, painter()).alarm


@pytest.mark.parametrize(
    "data",
    [
        None, [], "stop", 7, {}, {"intent": "nosuch"}, {"intent": ["stop"]}, {"intent": None}, {"text": ""},
        {"text": "  "}, {"text": 5}, {"text": "x" * 201}, {"intent": "stop", "label": "x" * 201},
        {"intent": "number", "slots": [["number", "11"]]}, {"intent": "number", "slots": {"number": "1"}},
        {"intent": "number", "slots": [["number"]]}, {"intent": "number", "slots": [["number", 1]]},
        {"intent": "pick", "slots": [["routine", "../../etc"]]}, {"intent": "stop", "label": None},
    ],
)  # fmt: skip
def test_nothing_else_is_taken(data):
    scene = scene_of(Driver("three_stretches"), painter())
    with pytest.raises(LimberError):
        pressed(data, grammar().commands, scene)


def test_a_press_is_what_the_voice_would_have_been():
    scene = scene_of(Driver("three_stretches"), painter())
    data = {"intent": "hurts", "slots": [["area", "knee"]], "label": "knee"}
    assert pressed(data, grammar().commands, scene) == Heard("hurts", (("area", "knee"),), "knee")
    assert pressed({"text": "my knee hurts"}, grammar().commands, scene) == "my knee hurts"


def test_a_scene_is_painted_once_for_each_answer():
    painted, how = [], painter()

    class Counting(Painter):
        def paint(self, view, offers, *, deaf):
            painted.append(view)
            return how.paint(view, offers, deaf=deaf)

    driver, board = Driver("three_stretches"), Board()
    seen = Watching(board, Counting(how.library, how.phrasing, how.say), grammar().commands.helps)
    seen.watch(driver.coach)
    answered = 0
    for event in (Heard("number", (("number", "0"),), "zero"), Heard("start", (), "ready"), Heard("help", (), "help")):
        seen.event(driver.now, event)
        effects = driver.coach.handle(event, driver.now)
        for effect in effects:
            seen.effect(driver.now, effect)
        answered += bool(effects)
        assert board.scene == scene_of(driver, how)
    assert len(painted) == answered > 2


def test_whatever_can_be_chosen_before_a_session_can_be_said_as_well():
    scene = painter().idle()
    chosen = [choice for choice in flat(scene.choices) if not choice.more]
    assert {choice.slots[0][1] for choice in chosen if choice.intent == "pick"} == {*library().routines}
    assert ("fit", (("minutes", "10"), ("want", "chair"))) in [(choice.intent, choice.slots) for choice in chosen]
    for choice in chosen:
        data = {"intent": choice.intent, "slots": [list(pair) for pair in choice.slots], "label": choice.label}
        assert pressed(data, grammar().commands, Scene()) == choice.means
