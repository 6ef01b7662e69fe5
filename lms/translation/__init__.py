"""Translation: the translators' workbench with its queues, terms, memory, checks and review.

What a unit is belongs to units; where translations are kept, and when they are published, to
content.
"""
