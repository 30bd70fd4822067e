"""Python itself loads this first in every process that a test starts with this folder on PYTHONPATH.

Promise: the locale of the environment rules all of C, and whoever opens a network connection while the record is loaded,
or writes into the tree past files.write_whole, fails and is put on the list in REFUSED. PAUSE halts a process at a file.
"""

import builtins
import contextlib
import locale
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

AF_UNIX = 1  # of socket, which would be imported by every process
TREE, REFUSED = os.environ.get("TREE"), os.environ.get("REFUSED", os.devnull)
PAUSE, PAUSED = os.environ.get("PAUSE", " ").split(), os.environ.get("PAUSED", os.devnull)


def refuse(words: str) -> None:
    """Fail, and leave word of it for the case that somebody catches the error."""
    with Path(REFUSED).open("a", encoding="utf-8") as listed:
        listed.write(f"{words}\n")
    raise PermissionError(words)


def is_kept_from(path: object, flags: int) -> bool:
    """Whether a file of the tree is opened for writing by others than files.write_whole and Python's own cache."""
    if not TREE or isinstance(path, int) or not flags & (os.O_WRONLY | os.O_RDWR):
        return False
    path = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
    return path.startswith(TREE) and not path.endswith(".partial") and "__pycache__" not in path


def is_outbound(event: str, arguments: tuple) -> bool:
    """Whether a socket is put to use, but for one that has a file for its address and so cannot leave the machine."""
    if not event.startswith("socket.") or event == "socket.__new__":
        return False
    return not arguments or getattr(arguments[0], "family", None) != AF_UNIX


def watch(event: str, arguments: tuple) -> None:
    """Look at what Python does; the process that talks to kernels may do so, through nbclient."""
    if is_outbound(event, arguments) and "analysis.record.tables" in sys.modules and "nbclient" not in sys.modules:
        refuse(f"{event} {arguments}")
    if event == "open" and is_kept_from(arguments[0], arguments[2] or 0):
        refuse(f"{event} {arguments}")
    if PAUSE and event == PAUSE[0] and any(str(argument).endswith(PAUSE[1]) for argument in arguments):
        PAUSE.clear()
        Path(PAUSED).touch()
        time.sleep(60)


def add_up(values: Iterable, /, start: object = 0) -> object:
    """The sum; of our floats none, as from Python 3.12 on it differs in the last digit, where math.fsum never does."""
    values = list(values)
    asked = sys._getframe(1).f_code.co_filename
    if TREE and asked.startswith(os.path.join(TREE, "src")) and any(isinstance(value, float) for value in values):  # noqa: PTH118
        refuse(f"sum of floats, not fsum: {asked}")
    return SUM(values, start)


SUM, builtins.sum = sum, add_up
with contextlib.suppress(locale.Error):
    locale.setlocale(locale.LC_ALL, "")
sys.addaudithook(watch)
