"""What is wrong with the settings and the machine when a Limber that stays begins, and what it goes by in their stead.

Nobody sees a terminal then. So each fault is a sentence, said as soon as something can be said, and Limber goes on with
what works: a speaker that is silent because of a misspelt word helps nobody. A device that is missing is told of where
it is opened, and waited for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assistant.app import library_with
from assistant.clock import ClockState, clock_state
from assistant.content.load import load_language
from assistant.files import require_room
from assistant.hearing.decoding.model import require_model
from assistant.places import data_folder, settings_file
from assistant.running.voices import require_voice
from assistant.settings import Settings, load_settings, model_folder
from assistant.words.effects import Line, line
from assistant.words.errors import ContentError, LimberError


@dataclass
class Usable:
    """The settings that can be gone by, and what is said of those that cannot."""

    settings: Settings
    says: list[Line] = field(default_factory=list)
    shows: list[str] = field(default_factory=list)
    """The same for the log, with file and reason."""


def usable(read: Callable[[], Settings] = load_settings, clock: Callable[[], ClockState] = clock_state) -> Usable:
    """Settings with which it can stay, whatever is wrong."""
    try:
        found = Usable(read())
    except LimberError as error:
        at = error.mistakes[0].line if isinstance(error, ContentError) else 0
        first = line("fault_settings", line=at) if at else line("fault_settings_unread")
        found = Usable(Settings(), [first], [str(error)])
    for name, said, look in _LOOKS:
        try:
            look(found.settings)
        except LimberError as error:
            found.says.append(line(said))
            found.shows.append(f"{error}{_where(name)}" if name in _DEFAULTS else str(error))
            if name in _DEFAULTS:
                found.settings = replace(found.settings, **{name: _DEFAULTS[name]})
    if not clock().believed:
        found.says.append(line("fault_clock"))
    return found


def set_so(error: LimberError, settings: Settings) -> str:
    """Which setting a sentence is about that does not name its file, and where it is; empty where it is about none."""
    for name, _, look in _LOOKS:
        if name in _DEFAULTS and getattr(settings, name) != _DEFAULTS[name]:
            try:
                look(settings)
            except LimberError as same:
                if str(same) == str(error):
                    return _where(name)
    return ""


def _where(name: str) -> str:
    return f"; '{name}' is set so in {settings_file()}"


def _disk(_settings: Settings) -> None:
    require_room(data_folder())


_DEFAULTS = {name: getattr(Settings(), name) for name in ("language", "voice", "model", "routine")}
_LOOKS: tuple[tuple[str, str, Callable[[Settings], object]], ...] = (
    ("language", "fault_language", lambda settings: load_language(settings.language)),
    ("voice", "fault_voice", lambda settings: require_voice(settings.voice)),
    ("model", "fault_model", lambda settings: require_model(model_folder(settings))),
    ("routine", "fault_routine", lambda settings: library_with(settings.routine, settings.language)),
    ("disk", "fault_disk", _disk),
)
"""(the setting, what is said when it cannot be gone by, how it is looked at), in this order."""
