"""`limber plan --edit`: the editor of plans in a browser, without a session."""

import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from assistant.app import PLANS, App
from assistant.audio.speaker import Speaker
from assistant.commands.planning import Planning
from assistant.commands.taking_over import listening
from assistant.content.load import load_language
from assistant.files import absent
from assistant.interrupts import StoppedError
from assistant.page.doors import Door, Reply
from assistant.page.guard import Guard
from assistant.page.server import Page
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell, static_doors
from assistant.places import plans_folder
from assistant.running.mouth import Mouth
from assistant.settings import Settings
from assistant.words.errors import LimberError

STATIC = ("page.css", "desk.css", "desk.js", "plans.js")


class Aloud:
    """Says sentences on the loudspeaker, in a thread of its own; what comes later takes the place of what came."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._quiet, self._thread = threading.Event(), threading.Thread()

    def __call__(self, texts: Sequence[str]) -> None:
        """Say them; what is being said ends with its sentence. Raises `LimberError` where nothing can be said."""
        with self._lock:
            self._quiet.set()
            if self._thread.ident:
                self._thread.join()
            if not texts:
                return
            self._quiet = threading.Event()
            with ExitStack() as opened:
                opened.enter_context(listening())  # so that nobody who listens takes it for a person
                voice = App.open(self._settings).voice()
                mouth = opened.enter_context(Mouth(Speaker(self._settings.speaker), voice))
                told = (opened.pop_all(), mouth, texts, self._quiet)
                self._thread = threading.Thread(target=_say, args=told, name="aloud", daemon=True)
                self._thread.start()


def _say(opened: ExitStack, mouth: Mouth, texts: Sequence[str], quiet: threading.Event) -> None:
    with opened, suppress(LimberError):  # a loudspeaker that goes away ends it
        for text in texts:
            if quiet.is_set():
                break
            mouth.say(text)


def edit(name: str, port: int, settings: Settings) -> int:
    """Show the editor until Ctrl-C; `name` is the file that is opened, empty: none. Raises `LimberError`."""
    path = Path(name).absolute() if name else None
    if path and path.suffix.lower() not in PLANS:
        raise LimberError(f"{name}: this is no plan; the name of a plan's file ends in {' or '.join(PLANS)}")
    if path and absent(path):
        raise LimberError(f"{name}: there is no such file; leave its name out to begin a new plan")
    language = load_language(settings.language)
    shelf = Shelf(path.parent if path else plans_folder(), PLANS)
    shell = Shell(language.reader("desk"), ("/plans",))
    planning = Planning(shelf, settings, shell, path.name if path else "", Aloud(settings))
    first = Door("/", lambda _asked: Reply("", to="/plans", status=307), page=True)
    page = Page([first, *static_doors(STATIC), *planning.doors()], Guard(port))
    page.start()
    try:
        print(language.text("terminal", "editor_at", address=page.address, folder=shelf.folder), flush=True)
        with suppress(StoppedError):
            threading.Event().wait()
    finally:
        page.close()
    return 0
