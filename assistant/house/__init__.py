"""The house: what a home's automation is told over MQTT, and what it may want. It is off unless a broker is set."""
