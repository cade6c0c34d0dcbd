"""How we speak: slower or faster, louder or quieter, more or less of it, and how much we count aloud."""

from dataclasses import replace
from typing import Literal

from assistant.coach import telling
from assistant.coach.counting import ALL, FEW, NONE, drill
from assistant.coach.preferences import RATE, VERBOSITY, VOLUME, within
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE, VOICED
from assistant.coach.table import on
from assistant.content.model import TIMED
from assistant.words.effects import Adjust, Line, line
from assistant.words.records import PreferenceSet

RATE_STEP, RATE_LEAP = 1.15, 1.5
"""Factors of "slower" and "faster", and of "much slower" and "much faster"."""
VOLUME_STEP = 1.4
"""The factor of "louder" and "quieter"; less is hardly noticed."""


def prefer(stage: Stage, name: Literal["rate", "volume"], value: float) -> None:
    """Speak at a pace or as loudly as the house wants, within the bounds; nothing is said of it."""
    own = stage.preferences
    if name == "rate":
        own.rate = value = within(RATE, value)
    else:
        own.volume = value = within(VOLUME, value)
    stage.effects.append(Adjust(name, value))
    stage.keep(PreferenceSet(name, value))


def speak_slower(stage: Stage, _turn: Turn) -> None:
    """Speak slower."""
    _set_rate(stage, stage.preferences.rate / RATE_STEP, "speech_slower")


def speak_faster(stage: Stage, _turn: Turn) -> None:
    """Speak faster."""
    _set_rate(stage, stage.preferences.rate * RATE_STEP, "speech_faster")


def speak_much_slower(stage: Stage, _turn: Turn) -> None:
    """Speak much slower."""
    _set_rate(stage, stage.preferences.rate / RATE_LEAP, "speech_slower")


def speak_much_faster(stage: Stage, _turn: Turn) -> None:
    """Speak much faster."""
    _set_rate(stage, stage.preferences.rate * RATE_LEAP, "speech_faster")


def speak_normally(stage: Stage, _turn: Turn) -> None:
    """Speak at the voice's own rate."""
    _set_rate(stage, 1.0, "speech_normal", at_limit="speech_normal")


def speak_louder(stage: Stage, _turn: Turn) -> None:
    """Speak louder."""
    _set_volume(stage, stage.preferences.volume * VOLUME_STEP, "volume_up")


def speak_quieter(stage: Stage, _turn: Turn) -> None:
    """Speak more quietly."""
    _set_volume(stage, stage.preferences.volume / VOLUME_STEP, "volume_down")


def say_less(stage: Stage, _turn: Turn) -> None:
    """Tell less."""
    _set_verbosity(stage, -1, "detail_less")


def say_more(stage: Stage, _turn: Turn) -> None:
    """Tell more: what was told in short of the exercise at hand once more, and what is still to be told."""
    body = telling.body(stage.plan) if stage.flow in ("brief", "ready") else ()
    left = stage.speech.left
    _set_verbosity(stage, 1, "detail_more", *(said for said in body if said not in left))


def count_less(stage: Stage, _turn: Turn) -> None:
    """Count every fifth number and the last three."""
    _set_counting(stage, FEW, "count_few")


def stop_counting(stage: Stage, _turn: Turn) -> None:
    """Tick softly instead of counting."""
    _set_counting(stage, NONE, "count_none")


def count_again(stage: Stage, _turn: Turn) -> None:
    """Count every number."""
    _set_counting(stage, ALL, "count_all")


def has_voices(stage: Stage, _turn: Turn) -> bool:
    """Whether there is another voice, and the session has not been stopped."""
    return len(stage.today.voices) > 1 and stage.gate != "stopped"


def try_voices(stage: Stage, _turn: Turn) -> None:
    """Let other voices be heard."""
    stage.follow_ups.append("try_voices")


def refuse_voices(stage: Stage, _turn: Turn) -> None:
    """Say why no other voice can be heard."""
    stage.speech.answer(line("not_another_voice" if stage.gate == "stopped" else "voice_only"))


def _set_counting(stage: Stage, counting: int, key: str) -> None:
    """Count in another way from now on, also the set under way."""
    stage.preferences.counting = counting
    stage.keep(PreferenceSet("counting", counting))
    if stage.flow == "work":
        plan, done = stage.plan, stage.count.drill
        dose = replace(plan.dose, hold_s=done.numbers[-1].at) if plan.exercise.kind in TIMED else plan.dose
        stage.count.recount(drill(plan.exercise, dose, counting), stage.now)
    stage.speech.answer(line(key))


def _set_rate(stage: Stage, rate: float, key: str, at_limit: str = "at_limit") -> None:
    before, stage.preferences.rate = stage.preferences.rate, within(RATE, rate)
    changed = stage.preferences.rate != before
    _adjust(stage, Adjust("rate", stage.preferences.rate), key if changed else at_limit)


def _set_volume(stage: Stage, volume: float, key: str) -> None:
    before, stage.preferences.volume = stage.preferences.volume, within(VOLUME, volume)
    changed = stage.preferences.volume != before
    _adjust(stage, Adjust("volume", stage.preferences.volume), key if changed else "at_limit")


def _set_verbosity(stage: Stage, steps: int, key: str, *more: Line) -> None:
    before, preferences = stage.detail, stage.preferences
    preferences.verbosity = preferences.told_verbosity = int(within(VERBOSITY, before + steps))
    preferences.fading = False
    if preferences.verbosity == before:
        key, more = "at_limit", ()
    _adjust(stage, Adjust("verbosity", preferences.verbosity), key, *more)


def _adjust(stage: Stage, adjust: Adjust, key: str, *more: Line) -> None:
    """Adjust, remember it, and say so."""
    stage.effects.append(adjust)
    stage.keep(PreferenceSet(adjust.name, adjust.value))
    stage.speech.answer(line(key), *more)


ROWS = (
    on("slower", LIVE, None, speak_slower),
    on("faster", LIVE, None, speak_faster),
    on("much_slower", LIVE, None, speak_much_slower),
    on("much_faster", LIVE, None, speak_much_faster),
    on("normal_speed", LIVE, None, speak_normally),
    on("louder", LIVE, None, speak_louder),
    on("quieter", LIVE, None, speak_quieter),
    on("shorter", LIVE, None, say_less),
    on("more_detail", LIVE, None, say_more),
    on("count_less", LIVE, None, count_less),
    on("stop_counting", LIVE, None, stop_counting),
    on("count_again", LIVE, None, count_again),
    on("another_voice", VOICED, None, try_voices, when=has_voices),
    on("another_voice", VOICED, None, refuse_voices, unless=has_voices),
)
