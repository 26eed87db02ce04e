"""Which Pythons this release asks for."""

from importlib import metadata


def number(version):
    """A version as numbers."""
    return [int(each) for each in version.split(".")]


def observe(text, form, told, major=""):
    """Hold the Pythons that the docs give (`list` of all, the `least`, or that of the `next` release) against it.

    `major` is the number of the next release.
    """
    about = metadata.metadata("celery")
    least = about["Requires-Python"].partition(">=")[2].partition(",")[0].strip()
    if form == "list":
        marks = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if "Python :: 3." in each]
        wrong = set(marks) != set(told.replace(" ", "").split(","))
        return "it is for Python %s" % ", ".join(marks), wrong
    told_next = "this is Celery %s, and asks for Python %s or newer" % (about["Version"], least)
    if form == "next":
        return told_next, number(told) <= number(least) or int(major) <= int(about["Version"].partition(".")[0])
    return "it asks for Python %s or newer" % least, told != least
