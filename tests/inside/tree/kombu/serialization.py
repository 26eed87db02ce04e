# ruff: noqa: RUF012
class Registry:
    name_to_type = {"json": "application/json", None: "x"}


registry = Registry()
