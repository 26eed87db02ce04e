"""What a setting is when nobody sets it."""

from celery import Celery
from celery.app import defaults


def observe(text, setting, value, observed, key=None):
    """Compare the table of defaults, and an application's configuration, with the docs' `value`, or that of a `key`."""
    option = dict(defaults.flatten(defaults.NAMESPACES)).get(setting)
    if option is None:
        return "celery.app.defaults does not know %s" % setting, True
    effective = Celery(set_as_current=False).conf.get(setting)
    told = "%r in the table of defaults, %r in the configuration of an application" % (option.default, effective)
    if key is not None:
        return told, value not in (str(effective[key]), repr(effective[key]))
    seen = {str(each) for each in (option.default, effective)} | {repr(each) for each in (option.default, effective)}
    return told, observed in seen or value.strip("`'\". ").lower() not in {each.strip("'").lower() for each in seen}
