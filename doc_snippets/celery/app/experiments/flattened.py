"""What a list of replies is converted into."""

from celery.app.control import flatten_reply


class Reply:
    """Whatever a worker replies."""

    def __repr__(self):
        return "reply"


reply = Reply()
expect("flat", eval(claimed["flat"]), flatten_reply(eval(claimed["replies"])))
