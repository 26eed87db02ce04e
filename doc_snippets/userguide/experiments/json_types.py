"""What JSON makes of decimals and dates."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from base import noted, tell
from docs_claims import eventually

given = [Decimal("1.5"), date(2026, 1, 2)]
if corrected:
    given += [7, time(3, 4), datetime(2026, 1, 2, 3, 4), b"bytes", UUID(int=7)]
tell.delay(*given).forget()
(entry,) = eventually(lambda: noted(event="tell"))
arrive = [value if isinstance(value, str) else repr(value) for value in entry["args"]] == [*map(repr, given)]
told = "decimals and dates are not missing: they arrive as what they were"
assert arrive is corrected, told if arrive else "these do not arrive as what they were"
