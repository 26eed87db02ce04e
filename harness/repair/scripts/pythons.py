"""Which Pythons this release asks for."""

from importlib import metadata


def number(version):
    """A version as numbers."""
    return [int(each) for each in version.split(".")]


def observe(text, form, told):
    """Hold the Pythons that the docs give (`list` of all, the `least`, or that of the `next` release) against it."""
    about = metadata.metadata("celery")
    least = about["Requires-Python"].partition(">=")[2].partition(",")[0].strip()
    if form == "list":
        marks = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if "Python :: 3." in each]
        wrong = sorted(marks, key=number) != sorted(told.replace(" ", "").split(","), key=number)
        return "it is for Python %s" % ", ".join(marks), wrong
    wrong = number(told) <= number(least) if form == "next" else told != least
    return "it asks for Python %s or newer" % least, wrong
