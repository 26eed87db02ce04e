TRANSPORT_ALIASES = {"redis": "kombu.transport.redis:Transport", "made": lambda: None}
