"""Before a session, a device that is not there is told of and waited for, so that nobody sits before silence.

Whoever starts the program may not see the screen, and a service manager starts it before the machine's sound is ready.
"""

import logging
from collections.abc import Callable

from assistant.running.links import RETRY_S
from assistant.words.errors import DeviceError
from assistant.words.units import Seconds

TELL_AGAIN_S = 30.0
"""Seconds after which the same trouble is told again. Raised, whoever comes later stays longer before silence."""
WAITS_S = Seconds(300.0)
"""Seconds for which somebody who hears of the trouble is waited for, to plug something in."""
UNHEARD_S = Seconds(60.0)
"""The same where nothing can be heard: the machine's sound is ready by then, or it never is."""

log = logging.getLogger(__name__)


def await_devices(
    opens: Callable[[], None], tell: Callable[[DeviceError], bool], wait: Callable[[Seconds], None]
) -> None:
    """Wait until `opens` raises no `DeviceError`; raises the last one when it has waited for long enough.

    `tell` is given each trouble when it is new, and now and then again; it returns whether that could be heard.
    Two troubles may take turns, as where a device is listed and yet cannot be opened: neither is told at each turn.
    """
    waited, told_at, heard = 0.0, dict[str, float](), False
    while True:
        try:
            opens()
        except DeviceError as error:
            trouble = error
        else:
            return
        if waited - told_at.get(str(trouble), -TELL_AGAIN_S) >= TELL_AGAIN_S:
            if str(trouble) not in told_at:
                log.warning("waiting: %s", trouble)
            told_at[str(trouble)] = waited
            heard = tell(trouble)
        if waited >= (WAITS_S if heard else UNHEARD_S):
            raise trouble
        wait(Seconds(RETRY_S))
        waited += RETRY_S
