"""The coach: an event and a time in, effects out. No clock, no device, no words."""
