"""Running a session: with devices, as a rehearsal, or by turns."""
