"""Narration: effects -> cues. It chooses words and gaps, and decides nothing."""
