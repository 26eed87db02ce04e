"""What is read of the query of a result store's URL."""

import ast
import importlib.util

from celery.app import backends
from kombu.utils.url import url_to_parts


def words(module):
    """All words in quotes in the code of a module."""
    spec = importlib.util.find_spec(module)
    with open((spec and spec.origin) or "", encoding="utf-8") as file:
        tree = ast.parse(file.read())
    return {each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def observe(text, url, key):
    """Look for a parameter in the query as it is parsed, and in the code of the store's class."""
    query = url_to_parts(url)[6]
    module = backends.BACKEND_ALIASES[url.partition(":")[0].partition("+")[0]].partition(":")[0]
    read = sorted(each for each in words(module) if each == key or each.endswith("_" + key))
    told = "the query is %r\n%s reads %s" % (query, module, ", ".join(read) or "nothing called %s" % key)
    return told, key not in query or key not in read
