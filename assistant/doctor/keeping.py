"""The steps that look at the person's own files: the settings, what is kept of them, and whether more can be kept."""

from assistant.app import App
from assistant.clock import clock_state
from assistant.content.load import load_language
from assistant.doctor.findings import Found
from assistant.files import absent, require_room
from assistant.hearing.enrolling.voice_file import read_own_voice
from assistant.history.unkept import Unkept
from assistant.places import cache_folder, data_folder, settings_file, state_folder
from assistant.settings import load_settings
from assistant.words.errors import LimberError


def settings(app: App) -> Found:
    """Whether the settings make sense. Where they do not, the other steps go by the defaults."""
    found = load_settings()
    load_language(found.language)
    file = settings_file()
    return app.language.text("doctor", "settings_none" if absent(file) else "settings_fine", file=file), {}


def memory(app: App) -> Found:
    """Whether what is remembered, and what is known of the person's voice, can be read. Nothing is changed."""
    wrong = []
    try:
        read_own_voice()
    except LimberError as error:
        wrong.append(str(error))
    with Unkept() as store:
        sessions = len(store.past().sessions)
        if store.unread:
            wrong.append(store.why)
    if wrong:
        raise LimberError("; ".join(wrong))
    return app.language.text("doctor", "memory_fine", sessions=sessions), {}


def clock(app: App) -> Found:
    """Whether the machine's clock can be believed."""
    state = clock_state()
    words = app.language.text("doctor", f"clock_{state.how}")
    if not state.believed:
        raise LimberError(words)
    return words, {}


def room(app: App) -> Found:
    """Whether more can be kept in each of the person's folders."""
    for folder in (data_folder(), state_folder(), cache_folder()):
        require_room(folder)
    return app.language.text("doctor", "room_fine", folder=data_folder()), {}
