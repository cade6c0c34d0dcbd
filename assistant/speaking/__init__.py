"""Speaking: text -> samples, by a synthesiser that a voice profile names, and by what was rendered ahead."""
