"""Stage 6: what to write in the docs instead, the proof that it is right, and scripts that show the mistake.

errata ─ edits ─▶ what to change ─ diffs ─▶ a patch ─ proof ─▶ verified or not
       ─ reproducers ─▶ one script an erratum
"""

from __future__ import annotations
