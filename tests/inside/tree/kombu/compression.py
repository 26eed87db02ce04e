_aliases = {"gzip": "application/x-gzip"}
