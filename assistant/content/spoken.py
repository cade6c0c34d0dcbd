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
    r"|\d+(?:[\"′″]|'(?!s))\w*"  # 30", 1'30
    r"|\d+,\d{1,2}\b"  # 1,5
    r"|\d+\s+(?i:secs?|mins?|hrs?)\b"  # 30 sec
    r"|\b(?i:approx|vs|ca|incl|resp|ext|int|rot|flex|abd|add)\."  # approx. a fist
    r"|\d+\s+[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{1,3}\b"  # 5 kg, 30 s
)
"""What a voice spells out, or guesses at; the sheet and the voice are to say the same."""


def check_spoken(table: Table, key: str, texts: Iterable[str]) -> None:
    """Note a mistake at a key for each sentence that cannot be spoken as it stands."""
    for text in texts:
        if found := _UNSPOKEN.search(text):
            table.mistake(key, f"'{found[0]}' cannot be spoken as it stands; write it in words, as you would say it")
        for sentence in _SENTENCE.split(text):
            if len(sentence.split()) > SPOKEN_MOST or len(sentence) > LETTERS_MOST:
                message = (
                    f"'{sentence[:30]}...' is too long to be spoken; write it in lines of {SPOKEN_MOST} words at most"
                )
                table.mistake(key, message)


def spoken(table: Table, key: str = "say") -> tuple[str, ...]:
    """The sentences under a key that may be missing."""
    texts = table.texts(key)
    check_spoken(table, key, texts)
    return texts
