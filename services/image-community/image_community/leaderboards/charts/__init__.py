"""A program: a `ModelLeaderboard` as JSON on stdin, its pictures as JSON (name: base64) on stdout.

Its own process (`painter.py` runs it): matplotlib takes memory and seconds of computing, neither of
which the worker has to spare. matplotlib's objects only, no pyplot; text becomes outlines, so a picture looks
the same everywhere and no name is ever markup.
"""
