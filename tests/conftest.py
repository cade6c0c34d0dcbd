"""No test reads or writes what is known of whoever runs it, none is timed, and none leaves anything behind.

Laws try the same examples each time, so that a run of the tests says something about the change alone. With
`--hypothesis-profile=search` they look for new ones.
"""

import atexit
import os
import shutil
import signal
import tempfile

from hypothesis import settings

HOME = tempfile.mkdtemp(prefix="limber-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
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
