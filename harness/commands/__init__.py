"""Commands that work on the folder of a run that has been made."""
