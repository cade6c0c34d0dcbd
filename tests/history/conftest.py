"""Histories of tests lie in memory, where that can be had: each record waits for the disk, which is not what is tested."""

import tempfile
from pathlib import Path

import pytest

from assistant.files import scratch


@pytest.fixture
def tmp_path():
    with tempfile.TemporaryDirectory(prefix="limber-test-", dir=scratch()) as name:
        yield Path(name)
