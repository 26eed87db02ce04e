"""Kinds of faults, a file each: what could be changed on a page."""
