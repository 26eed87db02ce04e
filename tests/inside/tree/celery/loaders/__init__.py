LOADER_ALIASES = {"app": "celery.loaders.app:AppLoader"}
