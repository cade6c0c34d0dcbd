"""The vocabulary of standby, made of the common one: what is wanted stands after a wake phrase, or just follows it."""

from dataclasses import replace

from assistant.content.commands import Commands, Courtesies, IntentSpec, Waking
from assistant.words.errors import LimberError

WAKE = "wake"
"""The intent of a wake phrase alone, and the slot that a wake phrase fills."""
SURE = 0.8
"""The confidence that a wake phrase alone needs, 0 to 1.

Raised, more calls have to be said again; lowered, more single words of talk wake it.
"""
BETWEEN = "between_"
"""Begins the name of each slot of what may stand between a wake phrase and what is wanted."""
_WAKE_SLOT = f"{{{WAKE}}}"
"""In a phrase: that a wake phrase stands there, such as in "goodnight, Limber", and not before it."""
CALLED = "called_"
"""Stands before the name of an intent that a wake phrase came before."""


def resting(commands: Commands) -> frozenset[str]:
    """The intents that are listened for in standby until a wake phrase was said: all that begin with one."""
    return frozenset(name for name in commands.names if name == WAKE or name.startswith(CALLED))


def attending(commands: Commands) -> frozenset[str]:
    """The intents that are listened for in standby just after a wake phrase: what may follow one, and `resting`."""
    return frozenset(name for name in commands.names if name in resting(commands) or CALLED + name in commands.names)


def standby_vocabulary(commands: Commands) -> Commands:
    """What can be said in standby. Raises `LimberError` where the language has no wake phrase."""
    waking = commands.waking
    if waking is None:
        raise LimberError(f"{commands.file}: there is no 'standby', so Limber cannot be woken by voice")
    rows = [row for row in commands.intents if row.name in waking.wanted] + list(waking.only)
    answers = [row for row in commands.intents if row.name in waking.answers]
    prior = waking.priors.get(WAKE, 0.0)
    slots = {BETWEEN + row: {BETWEEN: words} for row, words in waking.between.items()}
    alone = IntentSpec(WAKE, (f"{{{WAKE}}}",), "end", "", 1, sure=SURE, prior=prior)
    return replace(
        commands,
        intents=(
            alone,
            *(_called(row, waking) for row in rows),
            *map(_bare, (*rows, *answers)),
        ),
        slots={**commands.slots, WAKE: {WAKE: waking.phrases}, **slots},
        decoys=_decoys(commands, waking),
        hesitations=(),
        joining=(),
        courtesies=Courtesies(after=commands.courtesies.after),
        waking=None,
        alike=waking.alike,
    )


def asks(slot: str) -> bool:
    """Whether a slot tells nothing of what is wanted: it holds a wake phrase, or what stands between."""
    return slot == WAKE or slot.startswith(BETWEEN)


def _called(row: IntentSpec, waking: Waking) -> IntentSpec:
    """A row with a wake phrase before each of its phrases, or where a phrase has it."""
    prior, between = waking.priors.get(row.name, 0.0), ""
    if row.name in waking.between:
        between = f"[{{{BETWEEN}{row.name}}}] "
    phrases = tuple(phrase if _WAKE_SLOT in phrase else f"{_WAKE_SLOT} {between}{phrase}" for phrase in row.phrases)
    name, means = CALLED + row.name, CALLED + row.intent
    return replace(row, name=name, means=means, phrases=phrases, act="end", apart_from=(), prior=prior, locks=False)


def _bare(row: IntentSpec) -> IntentSpec:
    """A row that is listened for just after a wake phrase."""
    phrases = tuple(phrase for phrase in row.phrases if _WAKE_SLOT not in phrase)
    return replace(row, phrases=phrases, act="end", apart_from=(), locks=False)


def _decoys(commands: Commands, waking: Waking) -> tuple[str, ...]:
    return tuple(decoy for decoy in (*commands.decoys, *waking.decoys, *waking.alike) if decoy not in waking.phrases)
