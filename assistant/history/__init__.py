"""What is remembered of sessions, and what follows from it."""
