"""From a hypothesis to a verdict: the one decision about what was heard."""
