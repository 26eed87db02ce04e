"""Parts of the scripts that show errata: Python 3.8, each read as text and put into scripts, never imported here."""
