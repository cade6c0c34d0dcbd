"""From sound to hypotheses: the speech model, its grammar and its network."""
