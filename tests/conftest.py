"""No test reads or writes what is known of whoever runs it."""

import os
import tempfile

os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="limber-test-")
