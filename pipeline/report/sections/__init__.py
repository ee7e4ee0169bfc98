"""The sections of the report, each from artefacts to a template's values."""
