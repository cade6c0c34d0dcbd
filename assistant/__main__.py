"""`python -m assistant` is `limber`."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; a Ctrl-C while it is still being read in ends as quietly as a later one."""
    try:
        from assistant.cli import main as run
    except KeyboardInterrupt:
        return 130
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
