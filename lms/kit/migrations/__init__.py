"""The database's history: one file a change, tested up and down on both databases."""
