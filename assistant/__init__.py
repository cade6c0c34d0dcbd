"""Limber: an offline, voice-guided mobility coach."""

__version__ = "0.1.0"
