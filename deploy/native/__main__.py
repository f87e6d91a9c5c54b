"""``python -m native VERB``: the system without Docker. The Makefile calls it; the verbs: ``commands.py``."""

import argparse
import sys

from native import commands
from native.declared import SettingError
from native.settings import environment, load


def main() -> int:
    parser = argparse.ArgumentParser(prog="native", description=__doc__)
    parser.add_argument("verb", choices=sorted(commands.VERBS))
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    try:
        return commands.VERBS[arguments.verb](load(environment()), arguments.rest)
    except (SettingError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line tool
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
