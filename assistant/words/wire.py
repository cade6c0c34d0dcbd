"""Every word that passes between rooms as plain JSON data, and back again.

The conversion is derived from the classes' own type hints. A word of one of the unions in `UNIONS` becomes a table of
its fields, with its `kind` among them: the name of its class in small letters ("speech_began"), or what the class
itself says. Reading is strict: a kind or a field that is not known, a missing field and a value of another type are
errors.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, StrEnum
from typing import Any, TypeVar, cast, get_args, get_origin

from cattrs import Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn
from cattrs.v import format_exception

from assistant.words.effects import Effect, Filling
from assistant.words.errors import LimberError
from assistant.words.events import Event
from assistant.words.records import Record
from assistant.words.verdicts import Hypothesis

Word = Event | Effect | Record | Hypothesis
UNIONS = (Event, Effect, Record, Hypothesis)
"""The unions whose words carry their kind."""
T = TypeVar("T")


def kind_of(word: type) -> str:
    """What a class is called in plain data."""
    own = getattr(word, "kind", None)
    return own if isinstance(own, str) else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word.__name__).lower()


def read_json(text: bytes) -> Any:
    """JSON that anybody may have sent, as plain data. Raises ValueError, also for "NaN" and too deep nesting."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _no_number(text: str) -> None:
    raise ValueError(text)


def to_plain(value: object) -> object:
    """A word, or any other dataclass, as JSON data: tables, lists, texts, numbers, true, false and none."""
    return cast("object", _CONVERTER.unstructure(value))


def from_plain(data: object, to: type[T]) -> T:
    """Back again, for a class. Raises `LimberError`, which names everything that is wrong and where."""
    try:
        return _CONVERTER.structure(data, to)
    except Exception as error:
        mistakes = "; ".join(transform_error(error, format_exception=_sentence))
        raise LimberError(f"this makes no sense: {mistakes}") from error


def event_from(data: object) -> Event:
    """An event. Raises `LimberError`."""
    return from_plain(data, cast("type[Event]", Event))


def effect_from(data: object) -> Effect:
    """An effect. Raises `LimberError`."""
    return from_plain(data, cast("type[Effect]", Effect))


def record_from(data: object) -> Record:
    """A record. Raises `LimberError`."""
    return from_plain(data, cast("type[Record]", Record))


def _sentence(error: BaseException, form: type | None) -> str:
    return str(error) if isinstance(error, _UnknownKindError | TypeError) else format_exception(error, form)


class _UnknownKindError(ValueError):
    """A kind that is not known, or none at all."""


def _exactly(*forms: type) -> Callable[[object, type], object]:
    """Takes a value as it is, if it is of one of these types; a truth value is no number. A name becomes its enum."""

    def take(value: object, form: type) -> object:
        if type(value) not in forms:
            raise TypeError(f"{value!r} is not of type {form.__name__}")
        return form(value) if issubclass(form, Enum) else value

    return take


def _is_several(form: object) -> bool:
    origin: object = get_origin(form)
    return origin in {tuple, frozenset}


def _several(form: type[object], converter: Converter) -> Callable[[object, object], object]:
    """Reads a list as a tuple or a set; a text is no list of letters."""
    parts = get_args(form)
    if get_origin(form) is tuple and parts[-1] is not Ellipsis:
        hooks = [converter.get_structure_hook(part) for part in parts]
        return lambda data, _: tuple(
            hook(value, part) for hook, value, part in zip(hooks, _listed(data), parts, strict=True)
        )
    several, every = get_origin(form) or tuple, list[parts[0]]  # type: ignore[valid-type]
    hook = converter.get_structure_hook(every)
    return lambda data, _: several(hook(_listed(data), every))


def _listed(data: object) -> Sequence[object]:
    if not isinstance(data, list | tuple):
        raise TypeError(f"{data!r} is no list")
    return data


def _filling(data: object, _form: object) -> Filling:
    return data if isinstance(data, str) else _CONVERTER.structure(data, tuple[str, ...])


def _writer(word: type[Word], converter: Converter) -> Callable[[Word], dict[str, object]]:
    kind = kind_of(word)
    fields_of: Callable[[Word], dict[str, object]] = make_dict_unstructure_fn(word, converter)
    return lambda value: {"kind": kind, **fields_of(value)}


def _reader(word: type[Word], converter: Converter) -> Callable[[Mapping[str, object], object], Word]:
    kind = kind_of(word)
    word_of: Callable[[Mapping[str, object], type[Word]], Word] = make_dict_structure_fn(word, converter)

    def back(data: Mapping[str, object], _form: object) -> Word:
        if data["kind"] != kind:
            raise _UnknownKindError(f"'{data['kind']}' is another kind than '{kind}'")
        return word_of({name: value for name, value in data.items() if name != "kind"}, word)

    return back


def _register_union(converter: Converter, union: object) -> None:
    words = {kind_of(word): word for word in get_args(union)}

    def back(data: Mapping[str, object], _form: object) -> object:
        kind = data.get("kind") if isinstance(data, Mapping) else None
        if kind not in words:
            raise _UnknownKindError(f"there is no kind {kind!r} among {', '.join(sorted(words))}")
        return converter.structure(data, words[kind])

    converter.register_structure_hook(union, back)


_WORDS = frozenset(word for union in UNIONS for word in get_args(union))


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    for form, taken in ((str, (str,)), (bool, (bool,)), (int, (int,)), (float, (float, int))):
        converter.register_structure_hook(form, _exactly(*taken))
    converter.register_structure_hook_factory(_is_several, _several)
    converter.register_structure_hook(Filling, _filling)
    converter.register_unstructure_hook_func(lambda form: form == frozenset[str], sorted)
    converter.register_unstructure_hook(StrEnum, lambda name: name.value)
    for union in UNIONS:
        _register_union(converter, union)
    converter.register_unstructure_hook_factory(_WORDS.__contains__, _writer)
    converter.register_structure_hook_factory(_WORDS.__contains__, _reader)
    return converter


_CONVERTER = _converter()
