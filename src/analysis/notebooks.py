"""Runs the notebooks in fresh kernels and stores their outputs.

Promise: stored outputs come from one clean run, cells counted 1 to n, the same bytes every time.
"""

import builtins
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import psutil

from analysis.record.files import ROOT, list_notebooks, write_whole

WIDGET = "application/vnd.jupyter.widget-view+json"


def run_notebook(path: Path) -> Path:
    """Execute one notebook in a fresh kernel and write it back whole."""
    import nbformat
    from nbclient import NotebookClient

    from analysis.kernels import use_preloaded

    use_preloaded()
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"{path.stem}-{number:02}"
        cell["metadata"] = {key: value for key, value in cell["metadata"].items() if key == "tags"}
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": path.parent}},
    )
    try:
        client.execute()
    except RuntimeError as error:  # another process may take a port between its being chosen and used
        if "before replying" not in str(error):
            raise
        client.execute()
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        output.get("data", {}).pop(WIDGET, None)  # a widget without its kernel: its picture stays
    notebook["nbformat_minor"] = 5
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return write_whole(path, f"{nbformat.writes(notebook).rstrip()}\n".encode())


def describe_failure(path: Path, error: BaseException) -> str:
    """Why a notebook could not be run: one line where a file could not be written, else what its author needs to see."""
    if isinstance(error, OSError):
        return f"{error.filename or path}: {error.strerror}"
    raised = getattr(builtins, getattr(error, "ename", ""), None)
    if isinstance(raised, type) and issubclass(raised, OSError):
        return f"{path}: {error.evalue}"
    return f"{path}: {error}"


def end_children() -> None:
    """End at once whatever this process has started."""
    for child in psutil.Process().children(recursive=True):
        child.kill()


def run(root: Path = ROOT) -> int:
    """Execute every notebook of the project, three at a time, those with most to show first, and say so; 1 if one fails."""
    own, others = list_notebooks(root)
    paths = sorted(own, key=lambda path: (-path.stat().st_size, path))
    for path in others:
        print(f"{path.relative_to(root)}: left as it is, no numbered notebook of the project")
    pool, failed = ThreadPoolExecutor(3), 0  # two cores stay busy while a third kernel starts or ends
    jobs = {pool.submit(run_notebook, path): path for path in paths}
    try:
        for number, job in enumerate(as_completed(jobs), 1):
            path = jobs[job]
            if error := job.exception():
                failed += 1
                print(describe_failure(path, error), file=sys.stderr)
            print(f"[{number}/{len(paths)}] {path.name}: {'FAILED' if error else 'done'}", flush=True)
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        end_children()
        raise
    return 1 if failed else 0
