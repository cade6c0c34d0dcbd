"""Examining the installation: step by step, what works, and what to do where it does not."""
