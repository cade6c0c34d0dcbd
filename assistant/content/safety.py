"""The safety files: tables -> rules. A clinician edits these, so every mistake says what was expected.

The sentences that belong to them are in a language's files of the same name.
"""

from collections.abc import Collection, Mapping

from assistant.content.clinical import AnswerRules, PainRules, ProgressRules, RedFlags
from assistant.content.domain import Domain
from assistant.content.fields import Table, suggestion
from assistant.content.model import Exercise

GENTLE_MOST = 1
"""The highest load of an exercise that may be called gentle. Raising it lets a strong pain at rest meet harder work."""


def _known(table: Table, key: str, names: tuple[str, ...], exercises: Mapping[str, Exercise]) -> tuple[str, ...]:
    for name in names:
        if name not in exercises:
            table.mistake(key, f"there is no exercise '{name}'{suggestion(name, exercises)}")
    return tuple(name for name in names if name in exercises)


def read_pain(table: Table, exercises: Mapping[str, Exercise], domain: Domain) -> PainRules:
    """safety/pain.yaml"""
    substitutes = table.table("substitutes")
    spare_amber, spare_red = (table.whole(f"spare_{zone}", least=1, most=3) for zone in ("amber", "red"))
    rules = PainRules(
        green_most=table.whole("green_most", most=10),
        amber_most=table.whole("amber_most", most=10),
        unanswered=table.whole("unanswered", most=10),
        answer_s=table.number("answer_s", least=2, most=60),
        easing_s=table.number("easing_s", least=2, most=60),
        fall_rest_s=table.number("fall_rest_s", least=10, most=300),
        rise_red=table.whole("rise_red", least=1, most=10),
        usual_most=table.whole("usual_most", most=10),
        spare_amber=spare_amber,
        spare_red=spare_red,
        stop_words=table.texts("stop_words", required=True),
        refer_words=table.texts("refer_words", required=True),
        never_again_words=table.texts("never_again_words", required=True),
        sit_down_words=table.texts("sit_down_words", required=True),
        green_reports=table.whole("green_reports", least=1, most=20),
        amber_reports=table.whole("amber_reports", least=1, most=20),
        hold_most_s=table.number("hold_most_s", least=10, most=300),
        waits_most=table.whole("waits_most", least=1, most=60),
        gentle=_known(table, "gentle", table.texts("gentle", required=True), exercises),
        keep_least=table.whole("keep_least", least=1, most=10),
        substitutes={
            area: _known(substitutes, area, substitutes.texts(area, required=True), exercises) for area in domain.areas
        },
        answers=_read_answers(table.table("answers")),
    )
    table.texts("sources", required=True)
    _check_pain(rules, table, exercises)
    for area, names in rules.substitutes.items():
        for name in names:
            if exercises[name].loads(area) >= min(spare_amber, spare_red):
                substitutes.mistake(area, f"'{name}' loads the {area} itself")
    substitutes.close()
    table.close()
    return rules


def _check_pain(rules: PainRules, table: Table, exercises: Mapping[str, Exercise]) -> None:
    """What must hold between the rules."""
    if not rules.green_most < rules.amber_most < 10:
        table.mistake("amber_most", "'green_most' must be below 'amber_most', and that below 10")
    if not rules.usual_most >= rules.amber_most:
        table.mistake("usual_most", "'usual_most' must not be below 'amber_most'")
    if not any(exercises[name].loads_nothing for name in rules.gentle):
        table.mistake("gentle", "at least one of these must load nothing")
    for name in rules.gentle:
        if max(exercises[name].load.values()) > GENTLE_MOST:
            table.mistake("gentle", f"'{name}' loads something by more than {GENTLE_MOST}")
    for key in ("refer_words", "never_again_words", "sit_down_words"):
        for word in getattr(rules, key):
            if word not in rules.stop_words:
                table.mistake(key, f"'{word}' is not among 'stop_words'{suggestion(word, rules.stop_words)}")


def _read_answers(table: Table) -> AnswerRules:
    """The part `answers` of safety/pain.yaml"""
    amounts = table.table("amounts")
    rules = AnswerRules(
        confirm_from=table.whole("confirm_from", least=1, most=10),
        confirm_jump=table.whole("confirm_jump", least=1, most=10),
        late_s=table.number("late_s", least=1, most=60),
        offer_after=table.whole("offer_after", least=1, most=10),
        rounds_most=table.whole("rounds_most", least=2, most=20),
        amounts={name: amounts.whole(name, most=10) for name in amounts.names()},
    )
    if rules.rounds_most <= rules.offer_after:
        table.mistake("rounds_most", "'rounds_most' must be above 'offer_after', or the offer could not be taken")
    amounts.close()
    table.close()
    return rules


def read_red_flags(table: Table, words: Table) -> RedFlags:
    """safety/red_flags.yaml, and a language's red_flags.yaml"""
    say = {name: words.texts(name, required=True) for name in table.texts("flags")}
    if not say:
        table.mistake("flags", "there is no red flag, so nothing could ever end a session for safety")
    heard, denied = ({name: part.text(name) for name in say} for part in map(words.table, ("heard", "denied")))
    locked_s, yes_sure = table.number("locked_s", least=10, most=300), table.number("yes_sure", least=0, most=1)
    rules = RedFlags(say, locked_s, yes_sure, table.texts("sit_down"), heard, denied)
    for name in rules.sit_down:
        if name not in say:
            table.mistake("sit_down", f"'{name}' is not among 'flags'{suggestion(name, say)}")
    table.texts("sources", required=True)
    words.close()
    table.close()
    return rules


def read_progress(table: Table, exercises: Mapping[str, Exercise], demands: Collection[str]) -> ProgressRules:
    """safety/progress.yaml"""
    table.texts("sources", required=True)
    waits = table.table("waits", required=False)
    first: dict[str, tuple[str, int]] = {}
    for name in waits.names():
        wait = waits.table(name)
        needed = wait.text("first")
        _known(waits, name, (name,), exercises)
        _known(wait, "first", (needed,), exercises)
        first[name] = (needed, wait.whole("easy", least=1, most=20))
        wait.close()
    waits.close()
    easier = table.table("start_easier", required=False)
    finds: dict[str, tuple[str, str]] = {}
    for name in easier.names():
        _known(easier, name, (name,), exercises)
        each = easier.table(name)
        asked = {ask.key for ask in exercises[name].asks} if name in exercises else ()
        finds[name] = (each.choice("ask", asked), each.choice("demand", demands))
        each.close()
    easier.close()
    rules = ProgressRules(
        easy_sessions=table.whole("easy_sessions", least=1, most=20),
        max_pain=table.whole("max_pain", most=10),
        holds_s=table.wholes("holds_s", least=5, most=120),
        reps_more=table.whole("reps_more", least=1, most=10),
        reps_most=table.whole("reps_most", least=1, most=50),
        steps_down_most=table.whole("steps_down_most", most=5),
        amber_reports=table.whole("amber_reports", least=1, most=10),
        left_out=table.whole("left_out", least=1, most=10),
        morning_rise=table.whole("morning_rise", least=1, most=10),
        morning_sessions=table.whole("morning_sessions", most=100),
        weeks_climbing=table.whole("weeks_climbing", least=1, most=8),
        minutes_a_week=table.number("minutes_a_week", least=1, most=120),
        waits=first,
        start_easier=finds,
        stiffer_steps=table.whole("stiffer_steps", most=3),
        change_points=table.number("change_points", least=0.5, most=10),
        change_share=table.number("change_share", least=0.05, most=1),
        check_days=table.whole("check_days", least=1, most=60),
        activities_days=table.whole("activities_days", least=1, most=180),
        change_fingers=table.whole("change_fingers", least=1, most=10),
        cut_off_hours=table.number("cut_off_hours", least=0, most=72),
    )
    if sorted(set(rules.holds_s)) != list(rules.holds_s):
        table.mistake("holds_s", "these must grow from one to the next")
    table.close()
    return rules
