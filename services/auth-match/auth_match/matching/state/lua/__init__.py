"""The transitions, one file per function, and the parts they share: each part uses those before it."""

PARTS = ("_shared", "_index", "_queue", "_offers", "_rooms")
