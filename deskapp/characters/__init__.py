"""Characters of names that no input method types: found by code point, by parts, by reading."""
