"""What an installed distribution depends on."""

import re
from importlib import metadata


def plain(requirement):
    """The name of a distribution as all of its spellings are."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def observe(text, package, names):
    """Hold a list of names against what the package requires always; what only some need may be in it, too."""
    required = [each for each in metadata.requires(package) or () if not re.search(r"\bextra\s*==", each)]
    always = {plain(each) for each in required if ";" not in each}
    told = "%s %s requires %s" % (package, metadata.version(package), ", ".join(sorted(always)))
    return told, not always <= set(names) <= set(map(plain, required))
