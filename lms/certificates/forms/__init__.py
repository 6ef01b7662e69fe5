"""What people send about certificates, by subject; each file is imported by its own name."""
