"""No test reads or writes what is known of whoever runs it, none is timed, and none leaves anything behind."""

import atexit
import os
import shutil
import tempfile

from hypothesis import settings

HOME = tempfile.mkdtemp(prefix="limber-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for name in ("DATA", "STATE"):
    os.environ[f"XDG_{name}_HOME"] = f"{HOME}/{name.lower()}"
os.environ.pop("LIMBER_LOG", None)
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
