"""What every room speaks: units, samples, errors, events, effects, cues, records and verdicts.

`wire` turns them into plain JSON data and back.
"""
