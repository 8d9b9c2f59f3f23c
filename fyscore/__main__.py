"""Where the command starts, and ``python -m fyscore``."""

import os
import signal


def _end_at_once(*_: object) -> None:
    os._exit(128 + signal.SIGINT)


def main() -> None:
    """Run the command; never returns."""
    # While modules load nothing is under way that Ctrl-C could leave half done.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end_at_once)
    from fyscore.cli import main as run

    run()


if __name__ == "__main__":
    main()
