"""The installation, the States and their agencies: one tree in which people and courses belong.

Who holds which role in it is the accounts room's.
"""
