"""From hypotheses to a verdict."""
