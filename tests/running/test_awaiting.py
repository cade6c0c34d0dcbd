"""A device that is missing before a session is told of, waited for, and in the end given up with an error."""

import pytest

from assistant.running.awaiting import TELL_AGAIN_S, UNHEARD_S, WAITS_S, await_devices
from assistant.running.links import RETRY_S
from assistant.words.errors import DeviceError


class World:
    """A machine whose trouble changes while somebody waits: {from when: trouble}."""

    def __init__(self, troubles, heard):
        self.now, self.told = 0.0, []
        self._troubles, self._heard = troubles, heard

    def opens(self):
        trouble = [trouble for at, trouble in self._troubles.items() if at <= self.now][-1]
        if trouble:
            raise DeviceError(trouble)

    def tell(self, trouble):
        self.told.append((self.now, str(trouble)))
        return self._heard

    def wait(self, seconds):
        self.now += seconds

    def run(self):
        await_devices(self.opens, self.tell, self.wait)


def test_a_device_that_is_there_is_not_waited_for():
    world = World({0: ""}, heard=True)
    world.run()
    assert (world.now, world.told) == (0, [])


def test_each_trouble_is_told_when_it_is_new_and_it_goes_on_when_none_is_left():
    world = World({0: "no sound", 5: "no microphone", 9: ""}, heard=True)
    world.run()
    assert world.told == [(0, "no sound"), (5, "no microphone")]
    assert world.now == 9


def test_troubles_that_take_turns_are_each_told_once():
    turns = {at: ("no speaker", "no server")[at % 2] for at in range(12)}
    world = World({**turns, 12: ""}, heard=True)
    world.run()
    assert [trouble for _, trouble in world.told] == ["no speaker", "no server"]


@pytest.mark.parametrize(("heard", "most_s"), [(True, WAITS_S), (False, UNHEARD_S)])
def test_what_does_not_come_is_told_again_and_given_up(heard, most_s):
    world = World({0: "no microphone"}, heard=heard)
    with pytest.raises(DeviceError, match="no microphone"):
        world.run()
    assert most_s <= world.now <= most_s + RETRY_S
    assert [at for at, _ in world.told] == [at * TELL_AGAIN_S for at in range(int(most_s / TELL_AGAIN_S) + 1)]
