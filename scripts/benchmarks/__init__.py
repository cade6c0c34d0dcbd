"""Benchmarks: each prints a table of measured figures. `scripts/bench NAME` runs one of them.

The benchmarks are `counting`, `silence`, `rehearsal`, `room_live`, `hearing/` and `room/`. The other files are shared
by them.
"""
