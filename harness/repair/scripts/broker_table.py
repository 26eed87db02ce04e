"""What the docs' own table of brokers says of one: their sources are read."""

import os
import re


def rows():
    """The rows of the tables of brokers: the file, and what stands in the columns, by their titles."""
    for folder, _, names in sorted(os.walk(os.path.join(os.environ["CELERY_SOURCE"], "docs"))):
        for name in sorted(names):
            path = os.path.join(folder, name)
            titles: "list[str]" = []
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = file.read().split("\n") if name.endswith(".rst") else []
            for line in lines:
                cells = [cell.strip(" *`").lower() for cell in line.strip().strip("|").split("|")]
                if not line.startswith(("|", "+")):
                    titles = []
                elif "name" in cells and "status" in cells:
                    titles = cells
                elif titles and len(cells) == len(titles):
                    yield os.path.relpath(path, os.environ["CELERY_SOURCE"]), dict(zip(titles, cells))


def observe(text, broker, status=""):
    """Look whether there is a row for a broker, and whether it says that the broker is in this state."""
    wanted = re.sub(r"\W", "", broker).lower()
    for path, row in rows():
        if re.sub(r"\W", "", row["name"]) == wanted:
            told = "%s: the table has %s as %s" % (path, broker, row["status"])
            return told, bool(status) and row["status"] != status.lower()
    return "no table of brokers has a row for %s" % broker, True
