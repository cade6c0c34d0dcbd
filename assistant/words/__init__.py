"""What every room speaks: units, samples, errors, events, effects and cues."""
