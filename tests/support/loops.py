"""Coroutines in tests, also where a browser's own event loop runs in the thread of the tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def outcome(coroutine):
    """What a coroutine comes to, in a loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
