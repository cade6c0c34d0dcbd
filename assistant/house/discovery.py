"""What Home Assistant is told of this speaker, so that it lists its buttons and values: one document, device-based.

The form is Home Assistant's "MQTT discovery, device discovery payload" (2024.11 and later). Pure.
"""

from typing import Any

from assistant import __version__
from assistant.house.orders import BUTTONS, PRESS, Offered
from assistant.house.status import SESSION, STANDBY
from assistant.languages.language import Reader

PREFIX = "homeassistant"
"""Where Home Assistant looks for such documents."""
EVENTS = ("session_finished", "reminder_due", "help_wanted")
ONLINE, OFFLINE = "online", "offline"
SENSORS = ("state", "routine", "exercise", "side", "seconds_left", "minutes_week", "last_session")
DIAGNOSTICS = ("lost",)
Entity = dict[str, Any]
"""One thing that Home Assistant shows, as its documentation describes it."""
STEPS = {"volume": 5, "words": 5}
"""By how much a number is changed at a time."""


class Topics:
    """The topics of one speaker."""

    def __init__(self, slug: str) -> None:
        """`slug`: its name in topics."""
        self.slug, base = slug, f"limber/{slug}"
        self.state, self.available = f"{base}/state", f"{base}/available"
        self.config = f"{PREFIX}/device/limber_{slug}/config"
        self._event, self._order = f"{base}/event/", f"{base}/do/"
        self.orders = f"{self._order}+"
        """What is subscribed to."""

    def event(self, name: str) -> str:
        """Where an event is told."""
        return self._event + name

    def order(self, key: str) -> str:
        """Where an order is taken."""
        return self._order + key

    def key(self, topic: str) -> str | None:
        """The key of an order's topic; None: it is no order to this speaker."""
        key = topic.removeprefix(self._order)
        return None if key == topic or "/" in key else key


def document(name: str, topics: Topics, words: Reader, offered: Offered, *, health: bool) -> dict[str, Any]:
    """The document for a speaker of this name."""
    entities = {**_orders(topics, offered), **_values(topics, words, health=health)}
    components = {
        key: {"unique_id": f"limber_{topics.slug}_{key}", "name": words.named("entities", key), **entity}
        for key, entity in entities.items()
    }
    return {
        "device": {
            "identifiers": [f"limber_{topics.slug}"], "name": name, "manufacturer": "Limber", "sw_version": __version__,
        },
        "origin": {"name": "Limber", "sw_version": __version__},
        "availability": [
            {"topic": topics.available, "payload_available": ONLINE, "payload_not_available": OFFLINE}
        ],
        "components": components,
    }  # fmt: skip


def _orders(topics: Topics, offered: Offered) -> dict[str, Entity]:
    """What can be pressed, chosen, set and switched."""
    found: dict[str, Entity] = {
        f"press_{key}": {"platform": "button", "command_topic": topics.order(key), "payload_press": PRESS}
        for key in BUTTONS
    }
    found["choose_routine"] = {
        "platform": "select", "command_topic": topics.order("routine"), "options": list(offered.routines),
        **_from(topics, "chosen"),
    }  # fmt: skip
    for key, (least, most) in {"volume": offered.volumes, "words": offered.paces}.items():
        found[f"set_{key}"] = {
            "platform": "number", "command_topic": topics.order(key), "min": least, "max": most, "step": STEPS[key],
            "mode": "slider", **({"unit_of_measurement": "%"} if key == "volume" else {}), **_from(topics, key),
        }  # fmt: skip
    for key in ("microphone", "reminders"):
        found[f"switch_{key}"] = {
            "platform": "switch", "command_topic": topics.order(key), **_on_off(topics, key),
        }  # fmt: skip
    return found


def _values(topics: Topics, words: Reader, *, health: bool) -> dict[str, Entity]:
    """What can be read, and what happens."""
    states = (*STANDBY, *(state for state in SESSION if health or state != "locked"))
    more: dict[str, Entity] = {
        "state": {"device_class": "enum", "options": [words.named("states", state) for state in states]},
        "seconds_left": {"device_class": "duration", "unit_of_measurement": "s"},
        "minutes_week": {"device_class": "duration", "unit_of_measurement": "min"},
        "last_session": {"device_class": "timestamp"},
        "lost": {"state_class": "total_increasing", "entity_category": "diagnostic"},
    }
    keys = (*SENSORS, *DIAGNOSTICS, *(("pain",) if health else ()))
    found: dict[str, Entity] = {key: {"platform": "sensor", **_from(topics, key), **more.get(key, {})} for key in keys}
    found["problem"] = {"platform": "binary_sensor", "device_class": "problem", **_on_off(topics, "problem")}
    for name in EVENTS:
        found[name] = {"platform": "event", "state_topic": topics.event(name), "event_types": [name]}
    return found


def _from(topics: Topics, key: str) -> dict[str, Any]:
    """Where a value stands."""
    return {"state_topic": topics.state, "value_template": f"{{{{ value_json.{key} }}}}"}


def _on_off(topics: Topics, key: str) -> dict[str, Any]:
    """Where a value stands that is true or false."""
    return {"state_topic": topics.state, "value_template": f"{{{{ 'ON' if value_json.{key} else 'OFF' }}}}"}
