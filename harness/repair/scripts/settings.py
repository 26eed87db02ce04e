"""Whether Celery knows a setting."""

from celery.app import defaults


def observe(text, setting):
    """Look `setting` up among the new names, the old names, and the new ones with their usual prefix."""
    new = {name for name, _ in defaults.flatten(defaults.NAMESPACES)}
    known = new | {name.upper() for name in new} | {"CELERY_" + name.upper() for name in new}
    for option in dict(defaults.flatten(defaults.NAMESPACES)).values():
        known |= set(option.old)
    known |= set(defaults._TO_OLD_KEY.values()) | set(defaults._TO_NEW_KEY.values())
    if setting in known:
        return "celery.app.defaults knows %s" % setting, False
    return "celery.app.defaults does not know %s" % setting, True
