"""A minute of a rehearsal, as a picture and as sound, for the README."""
