"""Content: structure as data (YAML in this folder), and the strict reader that joins it with a language's words."""
