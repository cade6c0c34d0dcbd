"""No test reads or writes what is known of whoever runs it, and none is timed."""

import os
import tempfile

from hypothesis import settings

os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="limber-test-")
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
