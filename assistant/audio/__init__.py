"""Audio: cues -> samples, on one clock."""
