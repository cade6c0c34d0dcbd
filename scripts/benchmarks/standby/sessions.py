"""The memory of a Limber that stays, over fifty sessions in a row on devices that are none."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path

from assistant.coach.person import cleared
from assistant.commands.remembering import opened
from assistant.commands.staying import Home
from assistant.content.load import load_library
from assistant.running.kept import KeptDevices
from assistant.running.reminders import Calls
from assistant.running.resident import Resident
from assistant.running.standby import Standby
from assistant.settings import Settings
from assistant.words.events import Heard
from tests.support.virtual_room import VirtualRoom

SESSIONS = 50
ASKED = argparse.Namespace(routine="", minutes=0, place="", no_kneeling=False, gentle=False)


def memory_mb() -> float:
    """The resident memory of this process now, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def fifty(sessions: int = SESSIONS) -> Iterator[float]:
    """The memory in standby after each session, in MB; each is begun, says its first words, and is ended."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder}
        with opened("go on") as store:
            store.keep_person(cleared(load_library().screening, 20_000))
            room = VirtualRoom()
            home = Home(ASKED, Settings(model="limber-en"), store, Calls, lambda: True)
            home.listen(KeptDevices(room.player, room.microphone, lambda: None))
            home.resident = Resident(home, Standby(time(7)))
            for _ in range(sessions):
                home.resident.turn(0)
                home.rise()
                home.hold((Heard("finish", (), "finish"),))
                home.give_back()
                home.resident.turn(0)
                yield round(memory_mb(), 1)
            home.lend()
