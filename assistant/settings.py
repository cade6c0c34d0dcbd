"""What a person can set once: a small YAML file in the user's configuration folder."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from assistant.content.fields import read_table, read_text
from assistant.content.language import ENGLISH
from assistant.running.resident import parse
from assistant.words.errors import ContentError, Mistake

ROOT = Path(__file__).resolve().parents[1]
VOICES = ROOT / "voices"
MODELS = ROOT / "models"
NEAR_END = MODELS / "near-end.npz"
"""The gate that tells whether somebody speaks over us."""
ECHO = ("cancel", "hardware")
DEFAULT_ROUTINE = "floor_only_gentle"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; empty names mean the machine's default."""

    language: str = ENGLISH
    """A folder in languages/ or anywhere; what is said, and what can be said to it."""
    routine: str = DEFAULT_ROUTINE
    voice: str = "clear"
    model: str = ""
    """A folder in models/ or anywhere; empty: the fetched model if there is one, else the built-in one."""
    microphone: str = ""
    speaker: str = ""
    echo: str = "cancel"
    """"cancel": our own voice is taken out of the microphone here; "hardware": the device has done it."""
    reminders: tuple[str, ...] = ()
    """Of sessions, while it stays: "every weekday at 8:30"; those asked for by voice come on top."""
    sitting_breaks: bool = False
    """Whether to call for a break after long sitting, while it stays."""


def cache_folder() -> Path:
    """Where rendered speech and compiled graphs are kept."""
    return Path(platformdirs.user_cache_dir("limber"))


def settings_file() -> Path:
    """Where the settings are read from."""
    return Path(platformdirs.user_config_dir("limber")) / "settings.yaml"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; defaults where there is no file. Raises `ContentError`."""
    path = path or settings_file()
    if not path.exists():
        return Settings()
    text = read_text(path)
    if not text.strip():
        return Settings()
    mistakes: list[Mistake] = []
    table = read_table(text, str(path), mistakes)
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
    )
    for one in settings.reminders:
        if parse(one) is None:
            table.mistake("reminders", f"'{one}' is no reminder; write it as 'every weekday at 8:30'")
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return settings


def model_folder(settings: Settings) -> Path:
    """The speech model to use."""
    if settings.model:
        named = Path(settings.model).expanduser()
        return named if named.is_absolute() or named.exists() else MODELS / settings.model
    fetched = sorted(MODELS.glob("vosk-*/am/final.mdl"))
    return fetched[-1].parents[1] if fetched else MODELS / "limber-en"
