"""Comparing what a page shows with what a reader sees.

    shown text ─ values.read ─▶ tree ─┐
    real text  ─ values.read ─▶ tree ─┴ unify ─▶ differences (certain or not, with reasons), what was let through,
                                                 and the shown tree corrected, its volatile parts as the page has them

Both sides are read by one tolerant reader: Python's literals, and the displays of objects beside them.  Where one of
them cannot be read as a value they are compared as text, and then nothing is ever certain.
"""
