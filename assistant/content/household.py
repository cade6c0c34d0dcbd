"""How the house is set: the broker to which Limber tells what it does, and from which it takes wishes."""

import re
from dataclasses import dataclass

from assistant.content.fields import Table

PORT, PORT_TLS = 1883, 8883
"""Where a broker listens, plain and with TLS, as registered with IANA."""
PORT_MOST = 65535
NAME_MOST = 40
"""Characters of a name. More would make topics that nobody can read."""


@dataclass(frozen=True, slots=True)
class HouseSettings:
    """What can be set of the house; without a host nothing is sent anywhere."""

    host: str = ""
    """Of the broker; empty: there is none."""
    port: int = PORT
    user: str = ""
    password_file: str = ""
    """The file in whose only line the password stands."""
    ca_file: str = ""
    """The certificates that the broker's own is checked against; empty: the connection is not encrypted."""
    name: str = "Limber"
    """What the house calls this speaker; each speaker needs a name of its own."""
    send_health: bool = False
    """Whether pain and red flags are sent as well."""
    hub: bool = False
    """Whether a clinic's hub at the same broker may see this speaker, offer it plans and collect its sessions."""

    @property
    def slug(self) -> str:
        """The name as it stands in topics."""
        return re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_")


@dataclass(frozen=True, slots=True)
class HubSettings:
    """What can be set of a clinic's hub."""

    database: str = ""
    """Where it collects: sqlite:///path/of/a/file or postgresql://user@host/database; empty: a file of its own."""


def read_hub(table: Table) -> HubSettings:
    """The table `hub` of the settings."""
    found = HubSettings(table.text("database", ""))
    table.close()
    return found


def read_house(table: Table) -> HouseSettings:
    """The table `house` of the settings."""
    usual = HouseSettings()
    ca_file = table.text("ca_file", usual.ca_file)
    found = HouseSettings(
        host=table.text("host", usual.host),
        port=table.whole("port", PORT_TLS if ca_file else PORT, least=1, most=PORT_MOST),
        user=table.text("user", usual.user),
        password_file=table.text("password_file", usual.password_file),
        ca_file=ca_file,
        name=table.text("name", usual.name),
        send_health=table.flag("send_health"),
        hub=table.flag("hub"),
    )
    if not found.host and table.names():
        table.mistake("host", "the house needs its 'host': the name or the address of the broker")
    if found.host and not re.fullmatch(r"[\w.:-]+", found.host):
        table.mistake("host", f"'{found.host}' is no name of a machine; write it as \"homeassistant.local\"")
    if found.password_file and not found.user:
        table.mistake("password_file", "a password needs a 'user' as well")
    if not found.slug or len(found.name) > NAME_MOST:
        table.mistake("name", f"'name' needs a letter from a to z or a digit, and at most {NAME_MOST} characters")
    table.close()
    return found
