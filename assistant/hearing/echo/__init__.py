"""Taking our own voice out of the microphone, and telling whether somebody speaks over us."""
