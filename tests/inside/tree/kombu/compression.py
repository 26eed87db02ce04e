_aliases = {"gzip": "application/x-gzip"}


def register(encoder, aliases):
    _aliases.update(dict.fromkeys(aliases, encoder))


try:
    import nowhere_to_be_had
except ImportError:
    pass
else:
    register(nowhere_to_be_had, ["brotli"])
