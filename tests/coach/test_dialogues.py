"""Dialogues: what a person says, and what they then hear. See tests/dialogues/*.yaml.

A step lets time pass (`until: STATE` or `wait: SECONDS`), or has the user say something (`user:`), or mumble so many
times (`unclear:`); a question about health is heard first, unless with `ahead: true`. What it expects:
`say` (keys, in this order among what is said from then on), `never` (keys not said), `once` (keys of sentences that are said, and none of them twice), `flow`, `gate`, `exercise`,
`rung`, `side`, `at` (item index), `numbers` (counted during the step), `hush` (channels silenced at once), `detail`
(how much is told), `score` (of the last record of pain, when what was taken back is left out), `place` (of the last
report of pain, with its side, as far as they were said).

The user says "ready" by themselves where nothing goes on without it; with `silent: true` they do not.

`item` is the exercise at which the dialogue begins: from the welcome on, "next" is said until it comes.

`morning` asks about the morning after the last session. With `house` there is one that is told of a call for help.

`person` says who it is: nothing, somebody known whose answers limit nothing and who said nothing about pain; else
somebody known with these `answers` changed (`null`: not given; none at all with `{}`), this `lock`, these exercises
`practised`, these own `activities`, this `usual_pain`; or `new`.
"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from assistant.coach.person import Person, cleared
from assistant.coach.today import Today
from assistant.words.clinical_records import Activity
from assistant.words.effects import Hush, Say
from assistant.words.events import Unclear
from tests.support.drive import Driver, grammar, library

FILES = sorted((Path(__file__).parents[1] / "dialogues").glob("*.yaml"))
DIALOGUES = [
    pytest.param(dialogue, id=f"{path.stem}-{name}".replace(" ", "_"))
    for path in FILES
    for name, dialogue in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).items()
]
KEYS = {
    "until",
    "wait",
    "user",
    "ahead",
    "say",
    "once",
    "never",
    "flow",
    "gate",
    "exercise",
    "rung",
    "side",
    "at",
    "numbers",
    "hush",
    "detail",
    "score",
    "place",
    "unclear",
}


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_dialogue(dialogue):
    step_s = None if dialogue.get("silent") else 4.0
    known = Today(morning=bool(dialogue.get("morning")), calls_help=bool(dialogue.get("house")))
    today = known if known != Today() else None
    driver = Driver(routine(dialogue), person=person(dialogue.get("person")), today=today, step_s=step_s)
    first = dialogue.get("item")
    for number, step in enumerate(dialogue["steps"], start=1):
        assert set(step) <= KEYS, f"step {number}: {set(step) - KEYS}"
        effects, numbers, begun = len(driver.effects), len(driver.numbers), driver.now
        if first and driver.flow == "welcome":
            driver.walk_to(first)
            first = None
        if "until" in step:
            driver.run_until(step["until"])
        if "user" in step:
            if not step.get("ahead"):
                driver.hear_question()
            driver.say(step["user"])
            assert grammar().meanings(step["user"]), f"step {number}: '{step['user']}' was not understood"
        for _ in range(step.get("unclear", 0)):
            driver.event(Unclear("mumble"))
        if "wait" in step:
            driver.run(step["wait"])
        check(driver, step, f"step {number} {step}", effects, numbers, begun)


def routine(dialogue):
    """The dialogue's routine; `item`, at which it begins, is added to it when it is not in it."""
    known = library().routines[dialogue.get("routine", "floor_only_gentle")]
    item = dialogue.get("item", known.items[0])
    return known if item in known.items else replace(known, items=(*known.items, item))


def person(given):
    if given is None:
        return None
    if given.get("new"):
        return Person()
    known = cleared(library().screening)
    changed = {**known.answers, **given["answers"]} if given.get("answers") else {}
    answers = {name: answer for name, answer in changed.items() if answer is not None}
    return replace(
        known,
        answers=answers if "answers" in given else known.answers,
        lock=given.get("lock", ""),
        practised=given.get("practised", {}),
        activities=tuple(map(Activity, given.get("activities", ()))),
        usual_pain=given.get("usual_pain"),
    )


def place(report):
    return " ".join(filter(None, (report.side, report.area)))


def check(driver, step, where, effects, numbers, begun):
    happened = driver.effects[effects:]
    keys = [line.key for _, effect in happened if isinstance(effect, Say) for line in effect.lines]
    wanted = [step["say"]] if isinstance(step.get("say"), str) else step.get("say", [])
    rest = iter(keys)
    for key in wanted:
        assert key in rest, f"{where}: '{key}' missing in {keys}"
    for key in step.get("once", []):
        said = [line for _, effect in happened if isinstance(effect, Say) for line in effect.lines if line.key == key]
        assert len(set(said)) == len(said) > 0, f"{where}: {said}"
    for key in step.get("never", []):
        assert key not in keys, where
    view = driver.coach.view()
    found = {
        "flow": view.flow, "gate": view.gate, "exercise": view.exercise, "rung": view.rung, "side": view.side,
        "at": view.at, "detail": view.detail, "numbers": [number for _, number in driver.numbers[numbers:]],
        "score": driver.scores[-1] if driver.scores else None,
        "place": next((place(report) for report in reversed(driver.records) if report.kind == "pain"), None),
    }  # fmt: skip
    for key in found.keys() & step.keys():
        assert found[key] == step[key], f"{where}: {key} is {found[key]!r}"
    if "hush" in step:
        silenced = {
            channel
            for at, effect in happened
            if isinstance(effect, Hush) and at == begun
            for channel in effect.channels
        }
        assert set(step["hush"]) <= silenced, where
