"""`python -m scene DIR`: cut the minute out of a rehearsal in DIR and write both files into docs/."""

import sys
from pathlib import Path

from scene.draw import drawing
from scene.minute import read_minute
from scene.sound import write_opus

DOCS = Path(__file__).resolve().parents[2] / "docs"


def main() -> None:
    """Write docs/session.svg and docs/a-minute.opus."""
    minute = read_minute(Path(sys.argv[1]))
    (DOCS / "session.svg").write_text(drawing(minute), encoding="utf-8")
    size = write_opus(minute, DOCS / "a-minute.opus")
    print(f"docs/session.svg and docs/a-minute.opus ({size / 1000:.0f} kB), {minute.length_s:.0f} seconds")


main()
