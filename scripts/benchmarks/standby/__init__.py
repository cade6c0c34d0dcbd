"""How standby listens: whether it wakes when it is called, and never else."""
