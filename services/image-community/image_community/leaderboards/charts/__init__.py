"""A program: reads a `ModelLeaderboard` as JSON on stdin, writes its charts as JSON (name: base64) to stdout.

`chart_renderer.py` runs it in its own process: matplotlib takes memory and seconds of CPU that the worker
cannot spare. It uses matplotlib's objects, not pyplot; text becomes outlines, so a chart looks the same
everywhere and no name is interpreted as markup.
"""
