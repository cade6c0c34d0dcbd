"""Whether a service to which everything happens is ever silently deaf."""
