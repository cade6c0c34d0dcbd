"""What somebody wrote to be spoken: whether it can be said aloud as it stands, and followed by ear."""

import re
from collections.abc import Iterable

from assistant.content.fields import Table

SPOKEN_MOST = 20
"""Words of one spoken sentence; a longer one is not followed by ear. The sentences of exercises keep to the same."""
TURNING = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Signs that cannot be seen, and turn round the order in which others are shown."""
LETTERS_MOST = 200
"""Letters and gaps of one spoken sentence: twenty words of ten. Raising it lets a slip of the keyboard be spoken."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_UNSPOKEN = re.compile(
    r"(?<!\S)\S*[/\\*#@=<>|~^_+→×°%&\[\]$€£\u2600-\u27bf\U0001f000-\U0001faff]\S*"  # signs: 1/2, 30°, a smiling face
    rf"|(?<!\S)\S*[{TURNING}]\S*"
    r"|\d+\s*[xX]\s*\d+\w*"  # 2 x 30s
    r"|\d+\s*[-–]\s*\d+\w*"  # 3-4
    r"|\d+[^\W\d_]+"  # 30s
    r"|\d+[′″]\w*"  # 30″
    r"|\d+\s+(?i:secs?|mins?|hrs?)\b"  # 30 sec
    r"|\b(?i:approx|vs|ca|incl|resp|ext|int|abd)\."  # approx. a fist
    r"|\b(?i:rot|flex|add)\.(?=\s*[a-z\d])"  # hip flex. first; "point your foot, then flex." ends with a word
    r"|\d+\s+[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{1,3}\b"  # 5 kg, 30 s
)
"""What a voice spells out, or guesses at; the sheet and the voice are to say the same."""
_MARKED = re.compile(r"\d+(?:\"|'(?!s))\w*")
"""Digits with a sign for minutes, seconds, feet or inches (30", 1'30), or the last ones of a quotation."""
_QUOTED = {'"': re.compile(r'"[^"]*"?'), "'": re.compile(r"(?<!\w)'.*?(?:'(?!\w)|$)")}
"""A quotation, up to its end or that of the text."""
_COMMA = re.compile(r"(?<![\d,])(\d+),(\d{1,2})\b(?!,\d)(?:,? +(?:and|or) +(\d+))?")
"""Two numbers with nothing but a comma between them (1,5), and the one after "and" or "or". Three are a list."""


def check_spoken(table: Table, key: str, texts: Iterable[str]) -> None:
    """Note a mistake at a key for each sentence that cannot be spoken as it stands."""
    for text in texts:
        if found := _UNSPOKEN.search(text):
            table.mistake(key, f"'{found[0]}' cannot be spoken as it stands; write it in words, as you would say it")
        elif marked := _marked(text):
            table.mistake(key, f"'{marked}' cannot be spoken as it stands; write it in words, as you would say it")
        elif decimal := _decimal(text):
            message = "cannot be spoken as it stands; write it in words, or with a gap after the comma if it is a list"
            table.mistake(key, f"'{decimal}' {message}")
        for sentence in _SENTENCE.split(text):
            if len(sentence.split()) > SPOKEN_MOST or len(sentence) > LETTERS_MOST:
                message = (
                    f"'{sentence[:30]}...' is too long to be spoken; write it in lines of {SPOKEN_MOST} words at most"
                )
                table.mistake(key, message)


def _marked(text: str) -> str:
    """The first digits with a sign for a unit; empty where there are none. A quotation may end with digits."""
    for found in _MARKED.finditer(text):
        sign = found[0].lstrip("0123456789")[0]
        at = text.index(sign, found.start())
        if not any(quoted.start() < at < quoted.end() for quoted in _QUOTED[sign].finditer(text)):
            return found[0]
    return ""


def _decimal(text: str) -> str:
    """The first number with a decimal comma; empty where there is none. "1,2 and 3" counts on, so it is a list."""
    for found in _COMMA.finditer(text):
        first, second, third = (int(digits or 0) for digits in found.groups())
        if not first + 2 == second + 1 == third:
            return f"{found[1]},{found[2]}"
    return ""


def spoken(table: Table, key: str = "say") -> tuple[str, ...]:
    """The sentences under a key that may be missing."""
    texts = table.texts(key)
    check_spoken(table, key, texts)
    return texts
