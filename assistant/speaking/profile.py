"""A voice profile: how somebody sounds, and which engine makes it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.content.fields import Table, read_table
from assistant.files import absent, matching, read_text, there
from assistant.places import VOICES, own_voices_folder
from assistant.words.errors import ContentError, LimberError, Mistake

WORDS_A_MINUTE = (100, 449)
"""The slowest and the fastest pace; espeak-ng changes its method at 450 and becomes slower again."""
ESPEAK = "espeak"
"""The engine that speaks at once, and the floor under every voice."""
PIPER = "piper"
RECORDINGS = "recordings"
"""No engine but a folder of sounds that somebody recorded."""
ENGINES = (ESPEAK, PIPER, RECORDINGS)
"""What can make speech; `engines.py` has the synthesiser of each."""
FLOOR = "clear"
"""The voice that speaks where another one has nothing yet, unless a profile names one."""
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
"""A word in a text, also one such as "can't"."""
SHA256 = re.compile(r"[0-9a-f]{64}")
"""How a checksum is written."""


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
    floor: str = FLOOR
    """The profile that speaks what a network has not rendered yet."""
    own_rate: int = 0
    """Words a minute at which a network speaks by itself."""
    guest: bool = False
    """Whether it only ever speaks for the person, in rehearsals, and cannot be chosen by voice."""
    sha256: str = ""
    """What the file of a network must be; empty: it is not looked at."""

    def paced(self, factor: float) -> int:
        """Words a minute at so many times its pace, within what can be followed."""
        least, most = WORDS_A_MINUTE
        return round(min(most, max(least, self.rate * factor)))

    lexicon: Mapping[str, str] = field(default_factory=dict)
    """word in small letters -> how it is written so that the engine says it right"""
    kept_as: str = ""
    """The name of the folder in which its sentences are kept; another one for each profile."""

    def respelt(self, text: str) -> str:
        """A text as the engine is given it: words of the lexicon are written as they are to be said."""
        if not self.lexicon:
            return text
        return WORD.sub(lambda found: self.lexicon.get(found[0].lower(), found[0]), text)

    @property
    def at_once(self) -> bool:
        """Whether it speaks as soon as it is asked; any other one says what is there already."""
        return self.engine == ESPEAK


def load_profile(path: Path) -> VoiceProfile:
    """Read a voice profile. Raises `ContentError` or `LimberError`."""
    if absent(path):
        known = ", ".join(file.stem for file in matching(path.parent, "*.yaml"))
        raise LimberError(f"there is no voice '{path.stem}' in {path.parent}; there are: {known or 'none'}")
    mistakes: list[Mistake] = []
    table = read_table(read_text(path), path.name if path.parent == VOICES else str(path), mistakes)
    engine = table.choice("engine", ENGINES)
    network, at_once = engine == PIPER, engine == ESPEAK
    voice = table.text("voice")
    profile = VoiceProfile(
        name=path.stem,
        engine=engine,
        voice=str(path.parent / voice) if not at_once and there(path.parent / voice) else voice,
        rate=table.whole("rate", least=WORDS_A_MINUTE[0], most=WORDS_A_MINUTE[1]),
        pitch=table.whole("pitch", 50, most=99),
        description=table.text("description", ""),
        licence=table.text("licence", ""),
        floor=FLOOR if at_once else table.text("floor", FLOOR),
        own_rate=table.whole("own_rate", least=WORDS_A_MINUTE[0], most=WORDS_A_MINUTE[1]) if network else 0,
        lexicon=_lexicon(table.table("lexicon", required=False)),
        kept_as=path.stem if path.parent in (VOICES, own_voices_folder()) else _apart(path),
        guest=table.flag("guest"),
        sha256=table.text("sha256", "") if network else "",
    )
    if profile.sha256 and not SHA256.fullmatch(profile.sha256):
        table.mistake("sha256", "'sha256' must be 64 digits and letters from a to f, as sha256sum shows them")
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return profile


def _lexicon(table: Table) -> Mapping[str, str]:
    """Words, and how each is written for this voice."""
    for word in table.names():
        if word != word.lower() or not WORD.fullmatch(word):
            table.mistake(word, f"'{word}' must be a single word in small letters")
    return {word: table.text(word) for word in table.names()}


def _apart(path: Path) -> str:
    """A name that no other profile has, so that two of the same name in two folders share nothing."""
    return f"{path.stem}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"
