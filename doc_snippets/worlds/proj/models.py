"""The models of the package that the user guide presumes: what tasks are told of by its key."""

import itertools


class Manager:
    """Objects of one model, kept in memory."""

    def __init__(self, model):
        self.model = model
        self.rows = {}
        self.keys = itertools.count(1)

    def create(self, **fields):
        row = self.model()
        row.__dict__.update(fields, pk=next(self.keys))
        self.rows[row.pk] = row
        return row

    def get(self, pk):
        return self.rows[pk]


class User:
    pass


class Product:
    def order(self, quantity, price):
        return quantity * price


User.objects = Manager(User)
Product.objects = Manager(Product)
