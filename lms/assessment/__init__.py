"""Assessment: papers drawn and frozen, answers saved one by one, attempts finished and marked.

What a quiz asks is content's; how a question is scored is questions'; what a result leads to is
learning's. Other rooms are modelled on this one.
"""
