"""Hearing: sound in, events out.

The samples go this way: `microphone`; `echo/`, where our own voice is taken out; `recogniser` with `decoding/`, where
they become words, a hypothesis; `deciding/`, where it is decided what follows, a verdict. `listener` moves them along.
`enrolling/` is about how one person speaks.
"""
