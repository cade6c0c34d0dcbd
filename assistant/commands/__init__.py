"""One file for each subcommand: its name, its arguments, and what it does.

Each has `NAME`, `HELP`, `arguments(parser)` and `run(asked, settings)`, which returns the exit code.
"""
