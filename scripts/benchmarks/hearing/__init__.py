"""The recogniser, measured with people, voices and noises that the model never met."""
