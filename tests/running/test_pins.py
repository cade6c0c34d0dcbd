"""A button and an LED at pins, by gpiozero's own mock pins."""

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from assistant.content.hands import ButtonSettings, LightSettings
from assistant.running.hands import Hands
from assistant.running.lamps import LedLamp, lamp
from assistant.running.pins import PinButton
from assistant.words.errors import LimberError
from assistant.words.events import HasButton, Pressed
from tests.running.test_keys import Clock


@pytest.fixture
def pins():
    before, Device.pin_factory = Device.pin_factory, MockFactory()
    yield Device.pin_factory
    Device.pin_factory.reset()
    Device.pin_factory = before


def test_a_button_between_a_pin_and_ground_presses(pins):
    clock, told = Clock(), []
    button = PinButton(17)
    hands = Hands(ButtonSettings(), [button], clock)
    hands.post_to(told.append)
    button.start(hands)
    assert told.pop() == HasButton(naming_s=1.2)
    pins.pin(17).drive_low()
    hands.catch_up()
    clock.now += 1.5
    hands.catch_up()
    pins.pin(17).drive_high()
    clock.now += 0.1
    hands.catch_up()
    assert told == [Pressed("down"), Pressed("held"), Pressed("long")]
    button.close()


@pytest.mark.usefixtures("pins")
def test_a_pin_that_is_taken_is_said_in_a_sentence():
    first = LedLamp(17)
    with pytest.raises(LimberError, match="pin 17 cannot be used: "):
        PinButton(17).start(Hands(ButtonSettings(), []))
    first.close()


def test_an_led_is_on_for_any_colour_and_off_for_none(pins):
    found = lamp(LightSettings("led", 4))
    found.show((0, 40, 160))
    assert pins.pin(4).state == 1
    found.show((0, 0, 0))
    assert pins.pin(4).state == 0
    found.show((1, 0, 0))
    found.close()
    assert pins.pin(4).state == 0


def test_a_machine_without_pins_is_a_sentence(monkeypatch):
    monkeypatch.setattr(Device, "pin_factory", None)
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "native")
    with pytest.raises(LimberError, match="pin 4 cannot be used: "):
        LedLamp(4)
