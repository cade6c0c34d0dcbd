"""A clinic with many speakers: what a speaker and the clinic's hub tell each other, and the hub itself."""
