"""Ctrl-C and stop orders: one line and an exit code, never a traceback, wherever they strike."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from typing import NoReturn

#: What shells report of a command that a signal ended.
INTERRUPTED, STOPPED = 128 + signal.SIGINT, 128 + signal.SIGTERM
#: Seconds until an interrupt that was lost on its way strikes again.
_AGAIN = 0.05


def handle_signals() -> None:
    """From here on Ctrl-C raises KeyboardInterrupt, and a stop order SystemExit."""
    command = os.getpid()

    def interrupt(*_: object) -> None:
        # A worker just forked, which does not yet leave Ctrl-C to the command, does so here.
        if os.getpid() == command:
            raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, _stop)
    sys.unraisablehook = _raise_again


def leave(code: int, message: str) -> NoReturn:
    """End here and now: all that had to be put away has been, and another Ctrl-C finds nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print(message, file=sys.stderr, flush=True)
    os._exit(code)


def _stop(*_: object) -> NoReturn:
    """A stop order cleans up on its way out, as Ctrl-C does."""
    raise SystemExit(STOPPED)


def _raise_again(found: sys.UnraisableHookArgs) -> None:
    """Where Python can raise nothing, an interrupt would be lost and printed: it strikes again."""
    if issubclass(found.exc_type, KeyboardInterrupt):
        threading.Timer(_AGAIN, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(found)
