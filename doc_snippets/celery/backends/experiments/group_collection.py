"""Which collection it is that groups are stored in."""

from types import SimpleNamespace

from celery.backends.mongodb import MongoBackend


class Database:
    """A database of which nothing but the names of collections is known."""

    def __getitem__(self, name):
        return SimpleNamespace(name=name, create_index=lambda *args, **options: None)


backend = MongoBackend.__new__(MongoBackend)
backend.database = Database()
kinds = {backend.taskmeta_collection: "task", backend.groupmeta_collection: "group"}
expect("what", claimed["what"], kinds[backend.group_collection.name], "the results of groups are stored there")
