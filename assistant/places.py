"""Where the files lie that come with the program, and where a person's own are kept.

The program runs from a checkout, from an editable install and from a wheel. In a checkout, the voices and models are
top-level folders; the build copies them into the package as `assistant/data` (see pyproject.toml). pip unpacks every
wheel, so that what `importlib.resources` finds is a real folder, as Vosk and NumPy need.
"""

from importlib.resources import files
from pathlib import Path

import platformdirs

PACKAGE = Path(str(files("assistant")))
"""The folder of the package itself; content lies in it."""
INSTALLED = (PACKAGE / "data").is_dir()
"""Whether it was installed from a wheel; false in a checkout, also after `pip install --editable`."""
_BESIDE = PACKAGE / "data" if INSTALLED else PACKAGE.parent

VOICES = _BESIDE / "voices"
"""The voice profiles, one YAML file each."""
BUILT_IN_MODEL = _BESIDE / "models/limber-en"
"""The speech model that comes with the program."""
NEAR_END = _BESIDE / "models/near-end.npz"
"""The network that tells whether somebody speaks over us."""


def data_folder() -> Path:
    """Where what is known of the person is kept."""
    return Path(platformdirs.user_data_dir("limber"))


def activities_folder(beside: Path | None = None) -> Path:
    """Where the person's activities are kept as they recorded them; it is deleted with the history.

    `beside`: another folder with what is known of a person, such as an export; None: the person's own.
    """
    return (beside or data_folder()) / "activities"


def plans_folder() -> Path:
    """Where the plans are kept that are written on the page."""
    return data_folder() / "plans"


def hub_file(beside: Path | None = None) -> Path:
    """Where it is kept what a clinic's hub has of the person's sessions; it is deleted with the history.

    `beside`: the folder of a history; None: the person's own.
    """
    return (beside or data_folder()) / "hub.json"


def clinic_file() -> Path:
    """Where a clinic's hub keeps what it collects, unless another database is set."""
    return data_folder() / "clinic.db"


def prepared_folder() -> Path:
    """Where the sentences of a voice are kept that was rendered ahead; it takes an hour or more to make them again."""
    return data_folder() / "voices"


def own_voices_folder() -> Path:
    """Where voices are kept that somebody recorded: a profile, and a folder of the same name with the recordings."""
    return data_folder() / "own-voices"


def cache_folder() -> Path:
    """Where rendered speech and compiled graphs are kept; it may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("limber"))


def state_folder() -> Path:
    """Where the log and the journals are kept."""
    return Path(platformdirs.user_state_dir("limber"))


def settings_file() -> Path:
    """Where the settings are read from."""
    return Path(platformdirs.user_config_dir("limber")) / "settings.yaml"


def fetched_models() -> Path:
    """Where fetched speech models are kept: models/ in a checkout, the person's data folder otherwise."""
    return data_folder() / "models" if INSTALLED else _BESIDE / "models"
