"""The broker of each file of tests, and databases: SQLite everywhere, and Debian's PostgreSQL where it is installed."""

import os
import shutil
import subprocess
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.hub.collected import Collected
from tests.house.conftest import mosquitto, somebody

__all__ = ["mosquitto", "somebody"]
NOW = datetime.fromisoformat("2026-03-02T10:00:00+01:00")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Clock:
    """A time that is moved by hand."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def goes_on(self, **how):
        self.now += timedelta(**how)
        return self.now.isoformat()


@pytest.fixture(scope="session")
def postgres():
    """The URL of a PostgreSQL of our own, without the name of a database; it listens to a socket alone."""
    if not PROGRAMS:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="limber-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"

    def control(program, *words):
        done = subprocess.run(
            [*as_user, PROGRAMS[-1] / program, "-D", data, *words],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0

    control("initdb", "-A", "trust", "-U", "limber", "--no-sync", "-E", "UTF8")
    control("pg_ctl", "-w", "-l", folder / "log", "-o", f"-k {folder} -c listen_addresses= -c fsync=off", "start")
    yield folder, control
    control("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """A new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/clinic.db"
    return new_database(request.getfixturevalue("postgres")[0], tmp_path.name)


def new_database(folder, name):
    import psycopg

    name = "".join(sign for sign in name.lower() if sign.isalnum())[-50:]
    with psycopg.connect(host=str(folder), user="limber", dbname="postgres", autocommit=True) as there:
        there.execute(f"CREATE DATABASE t{name}")
    return f"postgresql://limber@/t{name}?host={folder}"


@pytest.fixture
def collected(url, clock):
    found = Collected(url, clock)
    yield found
    found.close()
