"""Which models django-celery-results has."""

import re

import django
from django.apps import apps
from django.conf import settings

if not settings.configured:
    settings.configure(INSTALLED_APPS=["django_celery_results"], USE_TZ=True)
django.setup()
models = [model.__name__ for model in apps.get_app_config("django_celery_results").get_models()]
told = re.findall(r"\w+", claimed["models"].replace(" and ", " "))
assert set(told) <= set(models), f"the models are {', '.join(models)}"
if set(told) != set(models) or claimed["count"] != len(models):
    *most, last = [f"``{model}``" for model in models]
    otherwise(
        f"the extension has {len(models)} models: {', '.join(models)}",
        count=len(models),
        models=f"{', '.join(most)} and {last}",
    )
