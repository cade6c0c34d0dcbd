"""The plans on the page: opened, checked by the project's own reader, told in words, said aloud, and saved."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from assistant.app import PLANS, library_with
from assistant.coach.length import minutes, session_s
from assistant.commands.sheet import in_words, sheet
from assistant.content.fields import bounded
from assistant.content.load import load_library
from assistant.content.model import TIMED, Exercise, Library, Routine
from assistant.content.plans import DOSED
from assistant.content.writing import Plain, plain, rewritten
from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.shelf import NAME_MOST, Shelf
from assistant.page.shell import Shell
from assistant.settings import Settings
from assistant.words.errors import ContentError, LimberError

BODY_MOST = 200_000
"""Bytes of a plan that is sent: of the longest that was written, fifty times as much."""
FORM_MOST = 2_000
"""Values of a plan that a form shows; a larger one is shown as text."""
ORDER = (
    "id", "name", "purpose", "author", "date", "contact", "usual_pain", "frequency", "surface", "say", "note", "spares",
    "items", "caps",
)  # fmt: skip
"""The fields of a plan, as docs/clinician.md has them."""
Hear = Callable[[Sequence[str]], None]
"""Says these sentences, or nothing more where there are none. Raises `LimberError`."""


class Planning:
    """The doors behind which plans are. An answer holds a plan as text, as values for a form, and what it comes to."""

    def __init__(
        self,
        shelf: Shelf,
        settings: Settings,
        shell: Shell,
        opens: str = "",
        hear: Hear | None = None,
    ) -> None:
        """`opens`: the file that is shown first. `hear`: None where nothing can be said aloud."""
        self._shelf, self._settings, self._shell = shelf, settings, shell
        self._opens, self._hear = opens, hear
        self.saved: Callable[[], None] = lambda: None
        """Is called when a plan was saved."""

    def doors(self) -> Sequence[Door]:
        """The addresses of the plans."""
        return (
            Door("/plans", lambda _asked: Reply(self._page()), page=True),
            Door("/plans/all", lambda _asked: Reply({"plans": self._shelf.names()})),
            Door("/plans/check", self._check, "POST", BODY_MOST),
            Door("/plans/hear", self._say, "POST", BODY_MOST),
            Door("/plans/file/{name}", self._open),
            Door("/plans/file/{name}", self._save, "PUT", BODY_MOST),
        )

    def _page(self) -> str:
        library = load_library(language=self._settings.language)
        words = library.language.words
        data = {
            "exercises": {name: _known(library, each) for name, each in library.exercises.items()},
            "areas": {name: words["area"].get(name, {}).get("plain", name) for name in sorted(library.domain.areas)},
            "surfaces": list(library.domain.surfaces),
            "routines": [{"id": each.id, "name": each.name, "items": each.items} for each in library.routines.values()],
            "plans": self._shelf.names(),
            "opens": self._opens,
            "hears": self._hear is not None,
        }
        return self._shell.page("plans", "/plans", data)

    def _open(self, asked: Inquiry) -> Reply:
        text, tag = self._shelf.read(asked.name)
        return Reply({**self._checked(asked.name, text), "tag": tag}, tag=tag)

    def _check(self, asked: Inquiry) -> Reply:
        name, text = _sent(asked.data)
        return Reply(self._checked(name, text))

    def _save(self, asked: Inquiry) -> Reply:
        """Save it, if it is a plan: one that a session could not read would be missed when somebody begins."""
        _, text = _sent(asked.data)
        if not asked.tag and not asked.new:
            raise RefusedError("say which version was opened", 428)
        found = self._checked(asked.name, text)
        if found["mistakes"]:
            raise RefusedError("nothing was saved, because the plan has mistakes", 422, found)
        tag = self._shelf.write(asked.name, text, asked.tag)
        self.saved()
        return Reply({**found, "tag": tag}, tag=tag)

    def _say(self, asked: Inquiry) -> Reply:
        """Say the plan on the loudspeaker of this machine; without a text, say nothing more."""
        if self._hear is None:
            raise RefusedError("nothing can be said while a session may begin; use 'limber plan --edit'", 409)
        if asked.data == {}:
            self._hear(())
            return Reply({"trouble": ""})
        name, text = _sent(asked.data)
        library, routine = self._read(name, text)
        head, wanted = routine.prescribed.head, routine.prescribed.exercises
        own = [sentence for item in dict.fromkeys(routine.items) if item in wanted for sentence in wanted[item].say]
        self._hear((*head.say, *in_words(library, routine), *own))
        return Reply({"trouble": ""})

    def _read(self, name: str, text: str) -> tuple[Library, Routine]:
        path = self._shelf.folder / (name if name.lower().endswith(PLANS) else f"plan{PLANS[0]}")
        return library_with(str(path), self._settings.language, unsaved=text)

    def _checked(self, name: str, text: str) -> dict[str, Any]:
        """What a text says, and what is wrong with it, each mistake at its field and in the words of `limber check`."""
        node = bounded(text, FORM_MOST)
        try:
            values = shown_in_form(plain(node)) if node else None
        except ValueError:
            values = None
        found: dict[str, Any] = {"text": text, "plan": values, "own": {}}
        try:
            library, routine = self._read(name, text)
        except ContentError as error:
            mistakes = [{"path": each.path, "line": each.line, "message": each.message} for each in error.mistakes]
            return found | {"mistakes": mistakes, "words": [], "length": "", "sheet": ""}
        except LimberError as error:
            return found | {
                "mistakes": [{"path": (), "line": 1, "message": str(error)}],
                "words": [],
                "length": "",
                "sheet": "",
            }
        return found | {
            "mistakes": [],
            "words": in_words(library, routine),
            "length": self._shell.words("plans_length", minutes=minutes(session_s(library, routine))),
            "sheet": sheet(library, routine),
            "own": {each: _known(library, library.exercises[each]) for each in routine.prescribed.own},
        }


def plan_names(shelf: Shelf) -> Mapping[str, str]:
    """The name of each plan, by its file; that of the file where none can be read."""
    found = {file: file for file in shelf.names()}
    for file in found:
        with suppress(LimberError, ValueError):
            node = bounded(shelf.read(file)[0], FORM_MOST)
            values = plain(node) if node else None
            name = values.get("name") if isinstance(values, dict) else None
            if isinstance(name, str) and name.strip():
                found[file] = name.strip()[:NAME_MOST]
    return found


def shown_in_form(values: Plain) -> dict[str, Plain] | None:
    """The values of a plan where the form can show them; None where something else stands in it than the form has."""
    if not isinstance(values, dict):
        return None
    items, frequency, caps = values.get("items"), values.get("frequency", {}), values.get("caps", {})
    if not isinstance(items, list) or not all(_is_row(item, rounds=True) for item in items):
        return None
    tables = (
        isinstance(frequency, dict) and isinstance(caps, dict) and all(isinstance(cap, dict) for cap in caps.values())
    )
    return values if tables else None


def _is_row(item: Plain, *, rounds: bool) -> bool:
    match item:
        case str() | {"exercise": str()}:
            return True
        case {"rounds": _, "items": [*inner]} if rounds:
            return all(_is_row(each, rounds=False) for each in inner)
    return False


def plan_text(text: str, values: Mapping[str, Any] | None) -> str:
    """A plan's text with the values of the form, where there are any."""
    if values is None:
        return text
    try:
        return rewritten(text if bounded(text) else "", values, ORDER)
    except (ValueError, TypeError):
        return rewritten("", values, ORDER)


def _sent(data: Any) -> tuple[str, str]:
    """(a file's name, a plan's text) of what was sent. Raises `RefusedError`."""
    match data:
        case {"name": str(name), "text": str(text)}:
            values = data.get("plan")
            if values is None or isinstance(values, dict):
                return name, plan_text(text, values)
    raise RefusedError("send an object with a name, a text, and perhaps a plan")


def _known(library: Library, exercise: Exercise) -> dict[str, Any]:
    """What the form has to know of an exercise."""
    return {
        "name": exercise.name,
        "amount": DOSED[exercise.kind in TIMED][0],
        "sided": exercise.sided,
        "level": library.positions[exercise.position].level,
        "dose": {key: value for key, value in asdict(exercise.dose).items() if key in ("sets", "hold_s", "reps")},
        "rungs": {rung.id: rung.change for rung in exercise.ladder if not rung.move},
    }
