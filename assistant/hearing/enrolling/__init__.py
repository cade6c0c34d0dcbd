"""What is known of one person's own voice."""
