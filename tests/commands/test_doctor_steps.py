"""What `limber doctor` finds where hearing works is a sentence with its figure, however fast the machine is."""

import re

from assistant.app import App
from assistant.doctor import installation
from assistant.doctor.findings import step
from assistant.settings import Settings


def test_how_fast_a_command_is_recognised_is_told():
    finding = step("one synthetic command", lambda: installation.command(App.open(Settings(model="limber-en"))))
    assert re.search(r"\d\.\d times", finding.words)
    assert finding.figures["times_its_length"] > 0
