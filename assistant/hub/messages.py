"""What a speaker and a clinic's hub tell each other over MQTT: the topics, and what stands in a message. Pure.

    limber/SPEAKER/hub/about     speaker   About, kept by the broker; empty: the hub may not see it any more
    limber/SPEAKER/hub/session   speaker   FinishedSession, sent again until it is answered
    limber/SPEAKER/hub/answer    speaker   PlanAnswer
    limber/SPEAKER/hub/stored    hub       Stored, the answer to a FinishedSession
    limber/SPEAKER/hub/wants     hub       empty: send again all that was not answered
    limber/SPEAKER/hub/plan      hub       OfferedPlan, sent again until it is answered
    limber-hub/here              hub       HubHere, kept by the broker, so that there is only one hub at a time

Whatever comes is read strictly, as anybody at the broker may have sent it: what is not exactly such a message is
refused in a sentence.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from assistant.content.plans import PLAN_MOST
from assistant.history.past import PainReport, Practice
from assistant.words.errors import LimberError
from assistant.words.wire import from_plain, read_json, to_plain

HERE = "limber-hub/here"
"""Where a hub tells that it is there."""
MESSAGE_MOST = 60_000
"""Bytes of a message: a session of an hour takes a tenth of that."""
TEXT_MOST = 300
"""Characters of any other text."""
LIST_MOST = 2_000
NUMBER_MOST = 1e9
DEVICE = re.compile(r"[0-9a-f]{16}")
SESSION = re.compile(r"[0-9a-f]{16}-[0-9]{1,9}")
PLAN = re.compile(r"[0-9a-f]{32}")
"""How those who send them name a speaker's memory, a session and a plan."""
SLUG = re.compile(r"[a-z0-9_]{1,40}")
T = TypeVar("T")
Answered = Literal["waits", "kept", "refused", "unanswered", "wrong"]
"""What became of a plan: it waits to be offered, was kept, was not wanted, was not answered, or cannot be used."""


@dataclass(frozen=True, slots=True)
class About:
    """A speaker that lets itself be seen."""

    device: str
    """A random name of what it remembers; another one after its history was deleted."""
    name: str
    """What its house calls it."""
    health: bool
    """Whether pain and red flags are sent."""


@dataclass(frozen=True, slots=True)
class FinishedSession:
    """A session that is over. Without health, no pain and no red flag can be seen in it."""

    id: str
    """The device, and the session's number there."""
    begun: str
    """As ISO 8601 with a time zone."""
    seconds: float
    routine: str
    ended: str
    """"finished", "left", "unwell", "deaf" or "unattended"; empty when it was cut off."""
    effort: str
    """"easy", "right" or "hard"; empty when it was not said."""
    sets: tuple[Practice, ...]
    pains: tuple[PainReport, ...] = ()
    flags: tuple[str, ...] = ()
    """Red flags that locked."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The hub has these sessions, and they need not be sent again."""

    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferedPlan:
    """A plan for whoever is at the speaker."""

    id: str
    text: str
    """As it stands in a plan's file."""


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """What became of a plan."""

    plan: str
    answer: Answered
    why: str = ""
    """What is wrong with it, in a sentence."""


@dataclass(frozen=True, slots=True)
class HubHere:
    """A hub, by a random name and the name of its machine."""

    hub: str
    host: str


class HubTopics:
    """The topics of one speaker that are between it and the hub."""

    def __init__(self, slug: str) -> None:
        """`slug`: the speaker's name in topics; "+" stands for any."""
        self._base = f"limber/{slug}/hub/"
        self.about, self.session, self.answer = (self._base + name for name in ("about", "session", "answer"))
        self.stored, self.wants, self.plan = (self._base + name for name in ("stored", "wants", "plan"))
        self.to_speaker = (self.stored, self.wants, self.plan)

    def kind(self, topic: str) -> str:
        """The last word of one of its topics; empty where it is none."""
        kind = topic.removeprefix(self._base)
        return "" if kind == topic or "/" in kind else kind


def whose(topic: str) -> tuple[str, str]:
    """(the speaker's slug, the last word) of a topic between a speaker and the hub. Raises `LimberError`."""
    match topic.split("/"):
        case ["limber", slug, "hub", kind] if SLUG.fullmatch(slug):
            return slug, kind
    raise LimberError("a message came to a topic that is none of a speaker's")


def written(word: object) -> str:
    """A message as it is sent."""
    return json.dumps(to_plain(word), ensure_ascii=False)


def read_message(payload: bytes, form: type[T]) -> T:
    """A message of this class. Raises `LimberError` with what is wrong with it."""
    what = f"a message '{form.__name__}'"
    if len(payload) > MESSAGE_MOST:
        raise LimberError(f"{what} is longer than {MESSAGE_MOST} bytes")
    try:
        data = read_json(payload)
    except ValueError as error:
        raise LimberError(f"{what} is no JSON") from error
    if any(_strange(data, "")):
        raise LimberError(f"{what} holds a text or a number that is too long, or signs that cannot be shown")
    try:
        found = from_plain(data, form)
        _check(found)
    except (LimberError, ValueError) as error:
        raise LimberError(f"{what}: {str(error)[:TEXT_MOST]}") from error
    return found


def _strange(data: Any, key: str) -> Iterator[bool]:
    """Whether anything in a message is what nobody of ours sends."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _strange(value, name)
            yield not name.isprintable()
    elif isinstance(data, list):
        yield len(data) > LIST_MOST
        for value in data:
            yield from _strange(value, "")
    elif isinstance(data, str):
        shown = data.replace("\n", "").replace("\t", "") if key == "text" else data
        yield not shown.isprintable() or len(data) > (PLAN_MOST if key == "text" else TEXT_MOST)
    elif isinstance(data, float | int):
        yield not math.isfinite(data) or abs(data) > NUMBER_MOST


def _check(found: object) -> None:
    """What the classes do not say. Raises ValueError."""
    match found:
        case About():
            _named(DEVICE, found.device)
        case FinishedSession():
            _named(SESSION, found.id)
            if datetime.fromisoformat(found.begun).tzinfo is None:
                raise ValueError("it began at a time without a zone")
            if any(pain.score is not None and not 0 <= pain.score <= 10 for pain in found.pains):
                raise ValueError("a pain score is not from 0 to 10")
        case Stored():
            for session in found.sessions:
                _named(SESSION, session)
        case OfferedPlan():
            _named(PLAN, found.id)
        case PlanAnswer():
            _named(PLAN, found.plan)


def _named(pattern: re.Pattern[str], name: str) -> None:
    if not pattern.fullmatch(name):
        raise ValueError("it has no name that one of ours has")
