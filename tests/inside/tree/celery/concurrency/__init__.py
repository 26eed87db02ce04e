ALIASES = {"prefork": "celery.concurrency.prefork:TaskPool"}
