"""The shape of what is sent to the pages of programmes, by subject; each file by its own name."""
