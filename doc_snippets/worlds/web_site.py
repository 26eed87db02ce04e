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
    def __init__(self):
        self.created = []

    def create(self, url, info):
        self.created.append((url, info))


class PageInfo:
    objects = Manager()
