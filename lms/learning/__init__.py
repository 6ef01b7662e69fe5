"""Learning: catalogue, enrolment, the player, progress, completion, and the results of a course.

What a course says is content's; sittings and marks are assessment's; certificates stand above.
"""
