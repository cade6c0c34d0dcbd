"""The steps of the examination about buttons and the light."""

from assistant.app import App
from assistant.content.hands import NO_PIN
from assistant.doctor.findings import Found, StepError
from assistant.running.keys import key_devices, named
from assistant.running.lamps import lamp
from assistant.running.learnt import learnt
from assistant.running.light import PATTERNS
from assistant.running.pins import at_pin, gpiozero_package


def buttons(app: App) -> Found:
    """Whether every learnt device is there, and the pin that is set can be used."""
    say, pin = app.language.reader("doctor"), app.settings.buttons.pin
    known = learnt()
    if not known and pin == NO_PIN:
        return say("buttons_none"), {}
    found = []
    if known:
        devices = key_devices()
        there = {named(device) for device in devices}
        for device in devices:
            device.close()
        missing = dict.fromkeys(each.key.device for each in known if each.key.of not in there)
        if missing:
            raise StepError(say("buttons_missing", names=", ".join(missing)), say("buttons_missing_remedy"))
        found.append(say("buttons_there", names=", ".join(dict.fromkeys(each.key.device for each in known))))
    if pin != NO_PIN:
        at_pin(gpiozero_package().Button, pin, pull_up=True).close()
        found.append(say("buttons_pin", pin=pin))
    return " ".join(found), {}


def light(app: App) -> Found:
    """Whether the light that is set can be lit."""
    say, settings = app.language.reader("doctor"), app.settings.light
    found = lamp(settings)
    if found is None:
        return say("light_none"), {}
    found.show(PATTERNS["listening"].colour)
    found.close()
    return say("light_there", kind=settings.kind), {}
