"""Telling how a run went: on the console, as an Allure report, and as a record for machines."""
