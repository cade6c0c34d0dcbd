"""Hearing: sound in, one intent out."""
