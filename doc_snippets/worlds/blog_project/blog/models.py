"""The model of the blog's comments, as far as its views and tasks need it."""

from django.db import models


class Comment(models.Model):
    name = models.CharField(max_length=64)
    comment = models.TextField()
    is_spam = models.BooleanField(default=False)
