"""Names that are used where the dead-code check does not look."""
