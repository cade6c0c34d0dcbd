"""What is to be prepared names exactly the furniture that the session's exercises need."""

import pytest

from assistant.coach.person import cleared
from assistant.words.effects import Say
from tests.support.drive import Driver, library


@pytest.mark.parametrize("routine", library().routines)
def test_it_names_what_the_session_uses(routine):
    driver = Driver(routine, person=cleared(library().screening))
    driver.hear("number", number="0")
    driver.hear("start")
    lines = [line for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines]
    named = {thing for line in lines if line.key == "needed_furniture" for thing in dict(line.slots)["furniture"]}
    places = [library().positions[library().exercises[name].position] for name in driver.coach.view().items]
    assert named == {place.needs[0] for place in places if len(place.needs) == 1}
