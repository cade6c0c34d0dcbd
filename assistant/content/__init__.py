"""Content: data first (YAML in this folder), its strict reader second."""
