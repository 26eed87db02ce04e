"""Its settings."""

task_serializer = "json"
timezone = "Europe/Oslo"
