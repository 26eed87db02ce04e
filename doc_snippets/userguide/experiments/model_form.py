"""What a form of a Django model has to say of the model's fields."""

import django
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

if not settings.configured:
    settings.configure()
    django.setup()


class Comment(models.Model):
    """Any model."""

    body = models.TextField()

    class Meta:
        app_label = "comments"


def made(**said):
    """Whether there can be such a form."""
    meta = type("Meta", (), {"model": Comment, **said})
    try:
        type(forms.ModelForm)("CommentForm", (forms.ModelForm,), {"Meta": meta})
    except ImproperlyConfigured:
        return False
    return True


if not made(fields="__all__"):
    raise RuntimeError("no form can be made")
told = "a ModelForm has to name its fields: without fields or exclude the class raises ImproperlyConfigured"
assert made() is not corrected, told
