"""What a person can set once: a small YAML file in the user's configuration folder."""

from dataclasses import dataclass, field
from pathlib import Path

from assistant.content.fields import Table, read_table
from assistant.content.hands import ButtonSettings, LightSettings, read_buttons, read_light
from assistant.content.household import HouseSettings, HubSettings, read_house, read_hub
from assistant.content.language import ENGLISH
from assistant.files import absent, matching, read_text, there
from assistant.paths import at_home
from assistant.places import BUILT_IN_MODEL, VOICES, fetched_models, own_voices_folder, settings_file
from assistant.running.reminders import parse, time_read
from assistant.words.errors import ContentError, Mistake
from assistant.words.verdicts import EchoHandling

ECHO: tuple[EchoHandling, ...] = ("cancel", "half", "hardware")
DEFAULT_ROUTINE = "floor_only_gentle"


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What can be set of the page in the browser."""

    network: bool = False
    """Whether browsers elsewhere in the network may see it, once they were paired."""
    certificate: str = ""
    """The file of a TLS certificate, with its chain; empty: there is none."""
    key: str = ""
    """The file of its key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; empty names mean the machine's default."""

    language: str = ENGLISH
    """A folder in languages/ or anywhere; what is said, and what can be said to it."""
    routine: str = DEFAULT_ROUTINE
    voice: str = "clear"
    """A voice profile by its name, or the path of one's own YAML file."""
    model: str = ""
    """A model by its name, or a folder anywhere; empty: the fetched one if there is one, else the built-in one."""
    microphone: str = ""
    speaker: str = ""
    echo: EchoHandling = "cancel"
    """"cancel": our own voice is taken out of the microphone here; "half": nobody is heard while we speak; "hardware":
    the device has taken it out, or there is none."""
    reminders: tuple[str, ...] = ()
    """Of sessions, while it stays: "every weekday at 8:30"; those asked for by voice come on top."""
    sitting_breaks: bool = False
    """Whether to call for a break after long sitting, while it stays."""
    wakes: bool = True
    """Whether it listens for its wake phrase, while it stays."""
    standby_tones: bool = True
    """Whether short tones tell that it was woken, and that it rests again."""
    morning: str = "7:00"
    """When it listens again after "goodnight"."""
    buttons: ButtonSettings = field(default_factory=ButtonSettings)
    """How long a press is, and a button at a pin; docs/buttons.md explains them."""
    page: PageSettings = field(default_factory=PageSettings)
    """Who may see the page; docs/page.md explains it."""
    light: LightSettings = field(default_factory=LightSettings)
    """A light that shows how a session stands."""
    house: HouseSettings = field(default_factory=HouseSettings)
    """The broker to which it tells what it does, while it stays; docs/house.md explains it."""
    hub: HubSettings = field(default_factory=HubSettings)
    """Where `limber hub` collects; docs/hub.md explains it."""


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; defaults where there is no file. Raises `ContentError`."""
    path = path or settings_file()
    return Settings() if absent(path) else read_settings(read_text(path), str(path))


def read_settings(text: str, shown: str) -> Settings:
    """The settings of a file's text, which is called so in mistakes. Raises `ContentError`."""
    if not text.strip():
        return Settings()
    mistakes: list[Mistake] = []
    table = read_table(text, shown, mistakes)
    defaults = Settings()
    settings = Settings(
        language=table.text("language", defaults.language),
        routine=table.text("routine", defaults.routine),
        voice=table.text("voice", defaults.voice),
        model=table.text("model", defaults.model),
        microphone=table.text("microphone", defaults.microphone),
        speaker=table.text("speaker", defaults.speaker),
        echo=table.choice("echo", ECHO, defaults.echo),
        reminders=table.texts("reminders"),
        sitting_breaks=table.flag("sitting_breaks"),
        wakes=table.flag("wakes", default=defaults.wakes),
        standby_tones=table.flag("standby_tones", default=defaults.standby_tones),
        morning=table.text("morning", defaults.morning),
        page=_read_page(table.table("page", required=False)),
        buttons=(own_buttons := read_buttons(table.table("buttons", required=False))),
        light=read_light(table.table("light", required=False), own_buttons),
        house=read_house(table.table("house", required=False)),
        hub=read_hub(table.table("hub", required=False)),
    )
    if time_read(settings.morning) is None:
        table.mistake("morning", f"'{settings.morning}' is no time of day; write it as \"7:00\"")
    for reminder in settings.reminders:
        if parse(reminder) is None:
            table.mistake("reminders", f"'{reminder}' is no reminder; write it as 'every weekday at 8:30'")
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return settings


def _read_page(table: Table) -> PageSettings:
    found = PageSettings(table.flag("network"), table.text("certificate", ""), table.text("key", ""))
    for key, lacking in (("certificate", "key"), ("key", "certificate")):
        if key in table and lacking not in table:
            table.mistake(key, f"'{key}' needs '{lacking}' beside it, the file that belongs to it")
    table.close()
    return found


def voice_file(name: str) -> Path:
    """The profile of a voice: by its name one that was recorded or is ours, or a YAML file by its path."""
    path = at_home(name)
    if path.suffix in (".yaml", ".yml"):
        return path
    own = own_voices_folder() / f"{name}.yaml"
    return own if there(own) else VOICES / own.name


def model_folder(settings: Settings) -> Path:
    """The speech model to use."""
    if settings.model:
        named = at_home(settings.model)
        if named.is_absolute() or there(named):
            return named
        return BUILT_IN_MODEL if settings.model == BUILT_IN_MODEL.name else fetched_models() / settings.model
    fetched = matching(fetched_models(), "vosk-*/am/final.mdl")
    return fetched[-1].parents[1] if fetched else BUILT_IN_MODEL
