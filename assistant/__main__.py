"""`python -m assistant` is `limber`."""

import sys

from assistant.cli import main

sys.exit(main())
