"""`python -m assistant` is `limber`."""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

OF_OTHERS = 0o077
"""What others may do with a file."""
NO_HOME = "/nonexistent"
"""As Debian has it for users who have none: nothing is there, and nothing can be kept there."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. A Ctrl-C while it is still being read in, or when it is over, is as quiet as any other."""
    os.umask(OF_OTHERS)  # whatever is written, down to the last cached sentence, is for this user's eyes only
    _lead_home()
    try:
        from assistant.cli import main as run

        code = run(arguments)
    except KeyboardInterrupt:
        code = 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if threading.active_count() > 1:
        _leave(code)
    return code


def _lead_home() -> None:
    """Let HOME and its like be whole paths: another one would be another folder in each place Limber is begun in."""
    for name in [name for name in os.environ if name == "HOME" or (name.startswith("XDG_") and name.endswith("_HOME"))]:
        if not os.path.isabs(os.environ[name]):  # noqa: PTH117 (Path's own would raise an error for "~")
            del os.environ[name]
    if os.path.expanduser("~") == "~":  # noqa: PTH111 (Path raises an error, also within libraries that are imported)
        os.environ["HOME"] = NO_HOME  # neither HOME is set nor does the system know a home of this user


def _leave(code: int) -> NoReturn:
    """End although a thread still runs, such as one that makes a grammar: Python would wait, or complain about it."""
    for stream in (sys.stdout, sys.stderr):
        if stream:  # None: it was closed from the start
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
