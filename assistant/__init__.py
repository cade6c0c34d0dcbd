"""Limber: an offline, voice-guided mobility coach."""

__version__ = "1.0.0"
