"""A file in memory that a process touches as its heartbeat, so that no full or missing disk can fail it.

The process inherits its descriptor and touches it by a path like any file.
"""

import os

MFD_NOEXEC_SEAL = 8  # memfd_create(2), Linux 6.3; some machines require it


def make_heartbeat(name: str) -> int:
    """The descriptor, for the process' `inherits`. Raises OSError: no descriptor is left."""
    try:
        return os.memfd_create(name, os.MFD_CLOEXEC | MFD_NOEXEC_SEAL)
    except OSError:  # an older kernel without that flag
        return os.memfd_create(name, os.MFD_CLOEXEC)


def path_of(heartbeat: int) -> str:
    """The path for the process that inherits it."""
    return f"/proc/self/fd/{heartbeat}"
