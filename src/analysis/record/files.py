"""Finds the record, says which files are the project's own, and writes files whole or not at all.

Promise: killed at any moment, on a full disk, or with another run at work, a file holds all of the old or all of the new.
"""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]  # of the tree that holds data/, seeds/ and all the rest
OWN = re.compile(r"([0-9]{2}(-[a-z]+)+|explore)\.ipynb")  # a reader's own, or a copy, is named otherwise


def list_notebooks(root: Path = ROOT) -> tuple[list[Path], list[Path]]:
    """The project's notebooks in the order of their names, and whatever other notebooks a reader has put beside them."""
    found = sorted((root / "notebooks").glob("*.ipynb"))
    own = [path for path in found if OWN.fullmatch(path.name)]
    return own, [path for path in found if path not in own]


def find_root(root: Path | str = ROOT) -> Path:
    """A checkout's folder, `~` written out; FileNotFoundError where there is none, as where the package was installed alone."""
    folder = Path(root).expanduser() if isinstance(root, str | Path) else None
    if folder and (folder / "data").is_dir():
        return folder
    words = (
        "no checkout of the record stands here: name one, as in load_tables('PATH') or python -m analysis --root PATH"
    )
    raise FileNotFoundError(errno.ENOENT, words, str(root))


def is_running(number: str) -> bool:
    """Whether a process of this number is at work."""
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def clear_leftovers(path: Path) -> None:
    """Remove what killed runs have left of their writing to `path`."""
    for partial in path.parent.glob(f".{path.name}.*.partial"):
        if is_running(partial.name.split(".")[-2]):
            continue
        if partial.is_dir():
            shutil.rmtree(partial, ignore_errors=True)
        else:
            partial.unlink(missing_ok=True)


def put_in_place(place: Path, path: Path) -> None:
    """Let `place`/new take the place of the folder `path`: once more where another run has put its own there meanwhile."""
    while True:
        with suppress(FileNotFoundError):
            path.rename(place / "old")
        try:
            (place / "new").rename(path)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            shutil.rmtree(place / "old", ignore_errors=True)


@contextmanager
def fill_folder(path: Path) -> Iterator[Path]:
    """A hidden folder beside `path`, gone afterwards; the folder `new` that is made in it takes the place of `path` whole.

    Killed between its two last steps, there is none, until the next run.
    """
    place = path.with_name(f".{path.name}.{os.getpid()}.partial")
    clear_leftovers(path)
    shutil.rmtree(place, ignore_errors=True)  # in a container the next run may have the number of the last
    place.mkdir(parents=True)
    try:
        yield place
        put_in_place(place, path)
    except OSError as error:  # whoever fills the folder may not say what was being written
        raise OSError(error.errno, error.strerror, error.filename or str(path)) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> Path:
    """Write to a hidden file beside `path`, then put it in its place in one step.

    Raises
    ------
    OSError
        Naming `path`, where the disk is full or the folder cannot be written to; nothing is left behind.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        clear_leftovers(path)
        try:
            partial.write_bytes(content)
            return partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
