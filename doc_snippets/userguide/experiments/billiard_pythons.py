"""The oldest Python that billiard is for, of those that it names itself."""

import re
from importlib.metadata import metadata

told = re.findall(r":: (\d+)\.(\d+)\b", "\n".join(metadata("billiard").get_all("Classifier")))
oldest = min((int(major), int(minor)) for major, minor in told)
lacks = oldest < (2, 6)  # the first release with multiprocessing
if corrected:
    assert not lacks, f"billiard is for Python {oldest[0]}.{oldest[1]}, too, which has no multiprocessing"
else:
    assert lacks, f"billiard is for Python {oldest[0]}.{oldest[1]} and newer, and all of these have multiprocessing"
