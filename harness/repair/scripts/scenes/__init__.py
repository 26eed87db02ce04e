"""Modules of an imagined reader, Python 3.8: written into the folder of a script that runs a worker, never imported."""
