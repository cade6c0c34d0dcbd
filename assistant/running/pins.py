"""A button and an LED at the pins of a Raspberry Pi, by gpiozero."""

import warnings
from typing import Any

from assistant.running.hands import Hands
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError

MISSING = "pins need the package gpiozero; install it with: {how}"
NO_PINS = (
    "pin {pin} cannot be used: this machine has no pins, or what reaches them is missing; on a Raspberry Pi, "
    "install it with: {how}"
)


def gpiozero_package() -> Any:
    """The package. Raises `LimberError` where it is missing."""
    try:
        import gpiozero
    except ImportError as error:
        how = how_to_add("gpiozero lgpio", "python3-gpiozero python3-lgpio")
        raise LimberError(MISSING.format(how=how)) from error
    return gpiozero


def at_pin(make: Any, pin: int, **how: object) -> Any:
    """Something at a pin. Raises `LimberError` where the machine has none, or it is taken."""
    package = gpiozero_package()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", package.PinFactoryFallback)
            return make(pin, **how)
    except package.BadPinFactory as error:
        raise LimberError(NO_PINS.format(pin=pin, how=how_to_add("lgpio", "python3-lgpio"))) from error
    except Exception as error:
        raise LimberError(f"pin {pin} cannot be used: {str(error) or type(error).__name__}") from error


class PinButton:
    """A button between a pin and ground, as a source of presses."""

    def __init__(self, pin: int) -> None:
        self._pin = pin
        self._button: Any = None

    def start(self, hands: Hands) -> None:
        """Begin to tell. Raises `LimberError`."""
        name = f"pin {self._pin}"
        self._button = at_pin(gpiozero_package().Button, self._pin, pull_up=True)
        self._button.when_pressed = lambda: hands.change(f"{name} button", "everything", down=True)
        self._button.when_released = lambda: hands.change(f"{name} button", "everything", down=False)
        hands.came(name)

    def close(self) -> None:
        """Tell no more."""
        if self._button:
            self._button.close()
