import celery


def first():
    # [start]
    a = 1
    b = 2
    # [end]


def second():
    return first()
