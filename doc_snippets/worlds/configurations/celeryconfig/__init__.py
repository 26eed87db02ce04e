"""Configuration modules of a package: what they have in common."""

broker_url = "pyamqp://"
result_backend = "rpc://"
