"""A file in memory that a process touches, as its sign of life: no disk can be full, closed or gone under it.

It is a descriptor, handed down by number; the process knows it by a path and touches that like any file.
"""

import os

MFD_NOEXEC_SEAL = 8  # memfd_create(2), Linux 6.3; some machines allow no other


def make_heartbeat(name: str) -> int:
    """Its descriptor, to be in the process' `inherits`. Raises OSError: none is left."""
    try:
        return os.memfd_create(name, os.MFD_CLOEXEC | MFD_NOEXEC_SEAL)
    except OSError:  # an older kernel does not know that flag
        return os.memfd_create(name, os.MFD_CLOEXEC)


def path_of(heartbeat: int) -> str:
    """For the process that has inherited it."""
    return f"/proc/self/fd/{heartbeat}"
