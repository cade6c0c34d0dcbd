"""A voice profile: how somebody sounds, and which engine makes it."""

from dataclasses import dataclass
from pathlib import Path

from assistant.content.fields import read_table
from assistant.files import absent, read_text
from assistant.places import VOICES
from assistant.words.errors import ContentError, LimberError, Mistake

WORDS_A_MINUTE = (100, 449)
"""The slowest and the fastest pace; espeak-ng changes its method at 450 and becomes slower again."""
ENGINES = ("espeak",)
"""What can make speech; `engines.py` has the synthesiser of each."""


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """How somebody sounds."""

    name: str
    engine: str
    voice: str
    """What the engine calls it."""
    rate: int
    """Words a minute."""
    pitch: int
    """0 to 99."""
    description: str = ""
    licence: str = ""
    """Under which the voice may be used and passed on; empty where nobody has said."""


def load_profile(path: Path) -> VoiceProfile:
    """Read a voice profile. Raises `ContentError` or `LimberError`."""
    if absent(path):
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yaml")))
        raise LimberError(f"there is no voice '{path.stem}' in {path.parent}; there are: {known or 'none'}")
    mistakes: list[Mistake] = []
    table = read_table(read_text(path), path.name if path.parent == VOICES else str(path), mistakes)
    profile = VoiceProfile(
        name=path.stem,
        engine=table.choice("engine", ENGINES),
        voice=table.text("voice"),
        rate=table.whole("rate", least=WORDS_A_MINUTE[0], most=WORDS_A_MINUTE[1]),
        pitch=table.whole("pitch", 50, most=99),
        description=table.text("description", ""),
        licence=table.text("licence", ""),
    )
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return profile
