"""No test reads or writes what is known of whoever runs it, none is timed, and none leaves anything behind.

Laws try the same examples each time, so that a run of the tests says something about the change alone. With
`--hypothesis-profile=search` they look for new ones.
"""

import os
import signal

import pytest
from hypothesis import settings

from tests.support.leftovers import folder_of_this_run

pytest_plugins = ("tests.support.chromium",)

LONGEST = (
    "coach/test_random_sessions.py", "commands/test_update.py", "hearing/test_sleeping.py", "test_content_reading.py",
    "test_stopping.py", "hearing/test_passing_over.py", "commands/test_files_of_commands.py", "test_rehearsal.py",
    "test_taking_over.py", "hearing/test_recogniser.py", "hearing/test_echo.py", "running/test_slow_ear.py",
    "page/test_browser.py", "commands/test_service.py", "hearing/test_own_voice.py", "hearing/test_wake_phrase.py",
    "running/test_staying.py", "hearing/test_lateness.py", "test_cli.py", "speaking/test_manner.py", "test_streams.py",
)  # fmt: skip
"""The files that take longest. They come first, so that at the end no process waits for another one that still has a
long file."""

HOME = folder_of_this_run()
for name in ("DATA", "STATE"):
    os.environ[f"XDG_{name}_HOME"] = f"{HOME}/{name.lower()}"
os.environ.pop("LIMBER_LOG", None)
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):  # else each program that a test starts compiles everything anew
    os.environ["PYTHONPYCACHEPREFIX"] = f"{HOME}/bytecode"
for number, usual in ((signal.SIGHUP, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)):
    if (
        signal.getsignal(number) == signal.SIG_IGN
    ):  # begun in the background or by nohup: what is tested would inherit it
        signal.signal(number, usual)
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("same")


def pytest_collection_modifyitems(items):
    first = {f"tests/{name}": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.nodeid.partition("::")[0], len(first)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """What a test shows or logs goes to another process, which takes nothing but UTF-8: file names may be otherwise."""
    report = yield
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections]
    return report
