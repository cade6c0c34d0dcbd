"""Runs the command line as a user of whom the system knows nothing: no name and no home. Only root can do that.

It is a program of its own, so that the command line is read in by that user. It may read every file, as the program's
own may lie where others cannot look; it writes only where that user may.
"""

import ctypes
import os
import sys

USER = 54321
"""A user id that no system gives away."""
CAPABILITIES = 0x20080522
READ_SEARCH = 1 << 2
"""The right to read every file, see capabilities(7)."""
KEEP_CAPABILITIES = 8
"""See PR_SET_KEEPCAPS(2const)."""


def become(user: int) -> None:
    """Be another user for good. Raises OSError."""
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(KEEP_CAPABILITIES, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    header, sets = (ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)(READ_SEARCH, READ_SEARCH)
    if system.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    become(USER)
    from assistant.__main__ import main

    sys.exit(main(sys.argv[1:]))
