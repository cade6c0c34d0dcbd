"""Every sentence that Limber can say, cut and filled in as narration does it, so that it can be rendered ahead.

A sentence whose slots can be filled in a limited number of ways is written out in all of them. What remains is open: a
sentence with too many fillings, such as one with a time of day, and one with what a person has typed or recorded. It is
rendered when it is first said.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from math import prod

from assistant.content.model import Exercise, Library
from assistant.languages.language import SLOT, WORDS_IN, slots_of
from assistant.narration.aloud import content_sentences
from assistant.narration.phrasing import tick_text
from assistant.words.effects import Filling, Tick
from assistant.words.units import Seconds

FILLINGS_MOST = 400
"""A sentence that can be filled in more often is open. Raised, to prepare a voice takes longer, and more room."""
TRIED_MOST = 1000
"""With more fillings a sentence is open, whether they are possible or not."""
COUNTED_MOST = 180
"""The highest number that is counted aloud ahead: the seconds of three minutes."""
EVERY_FIFTH = (*range(1, 30), *range(30, 181, 5))
"""Numbers of seconds. The longer ones are mostly round, and the others are open."""
NUMBERS: Mapping[str, Sequence[int]] = {
    "minutes": range(1, 61), "count": range(1, 21), "number": range(21), "total": range(1, 21),
    "seconds": EVERY_FIFTH, "wait": EVERY_FIFTH, "fewer": EVERY_FIFTH, "extra": EVERY_FIFTH, "reps": range(1, 31),
    "set": range(1, 7), "sets": range(1, 7), "weeks": range(1, 13), "times": range(1, 8), "left": range(181),
    "right": range(181), "then": range(11), "now": range(11), "done": range(32), "planned": range(1, 32),
    "line": range(1, 41),
}  # fmt: skip
"""The numbers that are written out for a slot. A longer list takes longer to prepare; a shorter leaves more open."""
PARTS = (("number", "total"), ("set", "sets"))
"""Slots of which the first counts up to the second."""
NAMES = ("name", "first", "last", "instead", "things")
"""Slots that hold the name of an exercise, or several."""
LISTS = ("things", "equipment", "furniture", "commands", "examples")
"""Slots that may hold a longer list than is written out."""
TYPED = ("text", "author", "phrase", "words", "voice")
"""Slots that hold what somebody has typed or said. A voice's own name is rendered for that voice."""
DEVICES = ("no_microphone_called", "no_speaker_called")
"""Sentences whose name is that of a device."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that can be said."""

    sentences: Sequence[str]
    """Each once; first those that can be said in one way only, at the end those with the most fillings."""
    counted: Sequence[str]
    """The words of counts: numbers first."""
    open: Mapping[str, Sequence[str]]
    """The key of a phrase -> those of its sentences, with their slots, that are not written out in all their ways."""

    def leaves_open(self, key: str, sentence: str) -> bool:
        """Whether a sentence of a phrase is one that cannot be written out."""
        return any(_pattern(template).fullmatch(sentence) for template in self.open.get(key, ()))


def every(library: Library, helps: Mapping[str, str]) -> Spoken:
    """All that a library can say; `helps` as `Phrasing` takes it."""
    said: dict[str, int] = {sentence: 1 for _, sentence in content_sentences(library, helps)}
    left: dict[str, list[str]] = {}
    for key, template in _templates(library):
        fillings = _fillings(library, key, template)
        for slots in fillings:
            filled = library.language.fill(template, slots)
            for sentence in library.language.sentences.cut(filled):
                said.setdefault(sentence[0].upper() + sentence[1:], len(fillings))
        if not fillings or _may_be_more(template):
            left.setdefault(key, []).append(template)
    return Spoken(sorted(said, key=lambda sentence: said[sentence]), tuple(dict.fromkeys(_counted(library))), left)


def _templates(library: Library) -> Iterator[tuple[str, str]]:
    """(key, sentence with its slots) of all phrases."""
    for key, texts in library.phrases.items():
        for text in texts:
            yield from ((key, template) for template in library.language.sentences.cut(text))


def _counted(library: Library) -> Iterator[str]:
    yield from map(library.language.number_word, range(COUNTED_MOST + 1))
    for exercise in library.exercises.values():
        yield from (library.phrases[key][0] for key in _cues(exercise))
        for number in range(len(exercise.turns)):
            yield tick_text(library, Tick(Seconds(0), "turn", number, exercise=exercise.id))


def _cues(exercise: Exercise) -> Iterator[str]:
    """The keys of the short words within an exercise's counts."""
    yield "halfway"
    for dose in (exercise.dose, *(rung.dose for rung in exercise.ladder if rung.dose)):
        for phase in (*dose.phases, *dose.reverse):
            yield from ("left", "right") if phase.say == "{side}" else (phase.say,)


def _fillings(library: Library, key: str, template: str) -> Sequence[Mapping[str, Filling]]:
    """What may fill a sentence, in all ways that are written out; none where there are too many."""
    slots = sorted({name for name, _, _ in slots_of(template)})
    domains = [_domain(library, key, slot) for slot in slots]
    if prod(map(len, domains)) > TRIED_MOST:
        return []
    fillings = [dict(zip(slots, values, strict=True)) for values in product(*domains)]
    possible = [filling for filling in fillings if all(_is_part(filling, *pair) for pair in PARTS)]
    return possible if len(possible) <= FILLINGS_MOST else []


def _is_part(filling: Mapping[str, Filling], part: str, whole: str) -> bool:
    """Whether a number that is the first to the last of another number can be."""
    if part not in filling or whole not in filling:
        return True
    return 1 <= int(str(filling[part])) <= int(str(filling[whole]))


def _domain(library: Library, key: str, slot: str) -> Sequence[Filling]:
    """What may fill a slot; nothing where there is no end of it."""
    if slot in TYPED or key in DEVICES:
        return ()
    if slot in NAMES and not key.startswith("option"):
        return [exercise.name for exercise in library.exercises.values()]
    if slot in ("name", "routine"):
        return [*(routine.name for routine in library.routines.values()), library.phrases["fit_name"][0]]
    if slot == "purpose":
        return [routine.purpose or routine.name for routine in library.routines.values()]
    if slot in ("equipment", "furniture"):
        things = library.domain.named[slot]
        return [*((thing,) for thing in things), *permutations(things, 2)]
    if kind := WORDS_IN.get(slot):
        return list(library.domain.named[kind])
    return [str(number) for number in NUMBERS.get(slot, ())]


def _may_be_more(template: str) -> bool:
    """Whether a sentence may be filled with more than is written out: a longer list, another number or name."""
    slots = {name for name, _, _ in slots_of(template)}
    return bool(slots & {*LISTS, *NUMBERS, "routine", "purpose", "name"})


def _pattern(template: str) -> re.Pattern[str]:
    """What matches a sentence with slots, whatever fills them."""
    parts, end = [], 0
    for found in SLOT.finditer(template):
        parts += [re.escape(template[end : found.start()]), ".+"]
        end = found.end()
    return re.compile("".join([*parts, re.escape(template[end:])]), re.IGNORECASE)
