"""How one person speaks: asking for takes, learning from them, keeping what was learnt, comparing with it."""
