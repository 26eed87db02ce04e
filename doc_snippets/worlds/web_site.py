"""What tasks of a web site work with: pages are fetched from nowhere, and kept in memory."""


class myhttplib:
    @staticmethod
    def get(url):
        return "<title>Example</title>"


class myparser:
    @staticmethod
    def parse_document(page):
        return {"title": page[len("<title>") : -len("</title>")]}


class Manager:
    """As Django's: what is created is told by name."""

    def __init__(self):
        self.created = []

    def create(self, **fields):
        self.created.append((fields["url"], fields["info"]))


class PageInfo:
    objects = Manager()
