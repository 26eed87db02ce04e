"""The model that the tasks of the tutorial's application work on."""

from django.db import models


class Widget(models.Model):
    name = models.CharField(max_length=140)
