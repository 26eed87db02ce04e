"""The members of each shelf, by name.  Adding a member is adding a line here.

A module a shelf, so that who needs one of them does not import the others.
"""
