"""The published lists: parsed, checked, versioned."""
