"""No test reads or writes what is known of whoever runs it, and none is timed."""

import os
import tempfile

from hypothesis import settings

os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="limber-test-")
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="limber-test-state-")
os.environ.pop("LIMBER_LOG", None)
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
