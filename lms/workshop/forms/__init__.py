"""The shape of what trainers enter, by what it is for; each form is imported from its own file."""
