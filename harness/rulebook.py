"""What stands in `rules.toml`: why each rule matters, with examples."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RULES = Path(__file__).with_name("rules.toml")


@functools.cache
def written() -> Mapping[str, Mapping[str, Any]]:
    """The tables of the file, by rule."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))
