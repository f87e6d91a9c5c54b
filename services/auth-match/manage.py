#!/usr/bin/env python
"""Runs Django's management commands: `python services/auth-match/manage.py <command>`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auth_match.config.command_settings")
    execute_from_command_line(sys.argv)
