"""Measured figures: each module prints one table. Run by scripts/bench."""
