"""Being heard over our own voice, measured in made-up rooms."""
