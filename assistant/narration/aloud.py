"""Every sentence that content can say by itself, as it sounds: filled in, and cut where narration cuts it.

What is filled in is an example, so a sentence is as long as it usually is. `limber check` and the tests ask of each
whether it is plain.
"""

from collections.abc import Iterator, Mapping

from assistant.content.model import Exercise, Library
from assistant.languages.language import WORDS_IN, slots_of
from assistant.languages.plain import disagreements
from assistant.narration.phrasing import FULL, NAME_ONLY, SHORT, Phrasing
from assistant.words.effects import Filling, Line, line

SIDES = ({"side": "right", "other": "left"}, {"side": "left", "other": "right"})
COUNTS = ("1", "3")
"""Numbers that a counted word is tried with: one, and more than one."""
EXAMPLES: Mapping[str, Filling] = {
    "time": "8:30",
    "wait": "10",
    "hundreds": "1",
    "days": "day",
    "equipment": ("two_bags", "band"),
}
"""What fills a slot where neither its kind nor a name does."""


def sentences(library: Library, helps: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(where it stands, the sentence) for all that content says; `helps` as `Phrasing` takes it."""
    yield from _whole(library)
    yield from _said(library, helps, _lines(library, helps))


def content_sentences(library: Library, helps: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The same for all but the phrases: what exercises, positions, ways and advice say. It leaves nothing out."""
    yield from _said(library, helps, _content(library))


def _said(library: Library, helps: Mapping[str, str], lines: Iterator[tuple[str, Line]]) -> Iterator[tuple[str, str]]:
    """(where it stands, the sentence) of each of some lines, each once, in every verbosity."""
    phrasing = Phrasing(library, helps)
    seen: set[tuple[str, str]] = set()
    for where, told in lines:
        for verbosity in (FULL, SHORT, NAME_ONLY):
            for sentence in phrasing.say(told, verbosity):
                if (where, sentence) not in seen:
                    seen.add((where, sentence))
                    yield where, sentence


def hard_to_follow(library: Library, helps: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(where it stands, the sentence, what is wrong) for each sentence that is not plain; none without rules for it."""
    plain = library.language.plain
    if plain is None:
        return
    forms = counted_words(library)
    for where, sentence in sentences(library, helps):
        for fault in (*plain.faults(sentence), *disagreements(sentence, forms, library.language.plural)):
            yield where, sentence, fault


def counted_words(library: Library) -> tuple[tuple[str, ...], ...]:
    """The forms of every word that a phrase counts."""
    found = {forms for texts in library.phrases.values() for text in texts for _, _, forms in slots_of(text) if forms}
    return tuple(sorted(found))


def _whole(library: Library) -> Iterator[tuple[str, str]]:
    """What is said as it stands: names, purposes of routines, and the ways round of circles."""
    for exercise in library.exercises.values():
        yield from ((f"exercises {exercise.id}", text) for text in (exercise.name, *exercise.turns))
    for routine in library.routines.values():
        yield from ((f"routines {routine.id}", text) for text in (routine.name, routine.purpose))


def _lines(library: Library, helps: Mapping[str, str]) -> Iterator[tuple[str, Line]]:
    for key, texts in library.phrases.items():
        yield from ((f"phrases {key}", told) for told in _phrase(library, helps, key, texts))
    yield from _content(library)


def _content(library: Library) -> Iterator[tuple[str, Line]]:
    """What has no slots but sides, and so can be said in few ways."""
    for exercise in library.exercises.values():
        for sides in SIDES if exercise.sided else ({},):
            yield from ((f"exercises {exercise.id}", told) for told in _exercise(exercise, sides))
    for position in library.positions.values():
        for sides in SIDES if position.sided else ({},):
            for n in range(len(position.enter)):
                yield f"positions {position.id}", line("enter", position=position.id, n=n, **sides)
            yield f"positions {position.id}", line("leave", position=position.id, **sides)
            yield f"positions {position.id}", line("turn_round", position=position.id)
            yield f"positions {position.id}", line("come_back", position=position.id)
    yield from ((f"ways to {level}", line("way", end=level)) for level in library.ways.to)
    for step in library.ways.steps:
        yield f"ways {step.start} to {step.end}", line("step", start=step.start, end=step.end)
    yield from _advice(library)


def _exercise(exercise: Exercise, sides: Mapping[str, str]) -> Iterator[Line]:
    about = {"exercise": exercise.id, **sides}
    counts = {"setup": len(exercise.setup), "exit": len(exercise.exit), "ask": len(exercise.asks)}
    yield from (line(key, n=n, **about) for key, count in counts.items() for n in range(count))
    for key in ("purpose", "short", "breathing", "feel", "not_feel", "touch"):
        yield line(key, **about)
    yield from (line("change", rung=rung.id, **about) for rung in exercise.ladder if rung.change)


def _advice(library: Library) -> Iterator[tuple[str, Line]]:
    """What belongs to no exercise: questions, warnings, reasons and tips."""
    for question in library.screening.questions:
        yield f"screening {question.id}", line("question", question=question.id)
        yield f"screening {question.id}", line("question_limits", question=question.id)
    for group in library.screening.groups:
        yield f"screening groups {group.id}", line("anything_changed", group=group.id)
    for flag, texts in library.red_flags.say.items():
        yield from ((f"red_flags {flag}", line("flag", flag=flag, n=n)) for n in range(len(texts)))
        yield from ((f"red_flags {flag}", line(key, flag=flag)) for key in ("flag_heard", "flag_denied"))
    yield from (("professional", line("professional", n=n)) for n in range(len(library.professional)))
    yield from ((f"tips {tip.id}", line("tip", tip=tip.id)) for tip in library.tips)
    explained = {exercise.reason: exercise.id for exercise in library.exercises.values()}
    yield from ((f"reasons {reason}", line("why", exercise=name)) for reason, name in explained.items())


def _phrase(library: Library, helps: Mapping[str, str], key: str, texts: tuple[str, ...]) -> Iterator[Line]:
    """One phrase with its slots filled, once for each number that it may count."""
    slots = [(name, bool(forms)) for text in texts for name, _, forms in slots_of(text)]
    for count in COUNTS if any(counted for _, counted in slots) else COUNTS[-1:]:
        filling: dict[str, object] = {}
        for name, _ in slots:
            filling[name] = count if (name, True) in slots else _example(library, helps, name)
        yield line(key, **filling)


def _example(library: Library, helps: Mapping[str, str], slot: str) -> Filling:
    """Something that may fill a slot."""
    names = sorted((exercise.name for exercise in library.exercises.values()), key=len)
    usual = names[len(names) // 2]
    if slot in EXAMPLES:
        return EXAMPLES[slot]
    if slot == "commands":
        return tuple(helps)[:5]
    if slot == "things":
        return (usual, names[0])
    if kind := WORDS_IN.get(slot):
        return next(iter(library.domain.named[kind]))
    return usual if slot in ("name", "first", "routine", "words", "phrase", "purpose", "last") else COUNTS[-1]
