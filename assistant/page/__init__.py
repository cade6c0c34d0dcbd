"""The page: a session to be seen and pressed in a browser. It is off unless it is asked for."""
