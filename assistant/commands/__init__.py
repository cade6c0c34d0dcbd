"""One file for each subcommand: its arguments, and what it does; and what several of them share.

The file of a subcommand has `arguments(parser)` and `run(asked, settings)`, which returns the exit code. Its name and
what help says of it stand in `known`.
"""
