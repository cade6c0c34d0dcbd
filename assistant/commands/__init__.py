"""One file for each subcommand: its name, its arguments, and what it does; and what several of them share.

The file of a subcommand has `NAME`, `HELP`, `arguments(parser)` and `run(asked, settings)`, which returns the exit
code. The others have no `NAME` and are shared.
"""
