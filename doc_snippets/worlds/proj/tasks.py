"""The tasks of the package that the user guide presumes."""

from .celery import app


@app.task
def add(x, y):
    return x + y


@app.task
def mul(x, y):
    return x * y


@app.task
def xsum(numbers):
    return sum(numbers)


# Tasks that pages of the user guide name and do not show.


@app.task
def task(*args, **kwargs):
    """Any task that takes what it is given."""


@app.task
def other_task(*args):
    return args


@app.task
def tsum(numbers):
    return sum(numbers)


@app.task
def log_result(result):
    print(result)


@app.task
def log_error(request, exc, traceback):
    print(request.id, exc, traceback)


@app.task
def reset_buffers():
    return None


@app.task
def fail():
    raise ValueError("this task fails")


@app.task
def raising_task():
    raise ValueError("something")


@app.task
def import_contact(contact):
    return contact


@app.task
def notify_complete(import_id):
    return import_id


@app.task
def create_user(username, first, last, email):
    return {"username": username, "name": f"{first} {last}", "email": email}


@app.task
def import_contacts(user):
    return []


@app.task
def send_welcome_email(user):
    return user["email"]


@app.task
def charge(account, card):
    return account
