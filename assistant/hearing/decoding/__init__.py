"""From sound to words: the speech model, its vocabulary, its grammars and its networks."""
