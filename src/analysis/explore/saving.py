"""What JupyterLab stores when a reader saves the explorer: never a widget that cannot live without its kernel.

Promise: who only explored leaves the notebook as it was, byte for byte.
"""

from pathlib import PurePosixPath

WIDGET = "application/vnd.jupyter.widget-view+json"


def keep_stored(model: dict, path: str, contents_manager: object, **others: object) -> None:
    """A pre_save_hook: an explore.ipynb whose code is as stored is saved as stored; in any other the picture stays, not its widget."""
    if model["type"] != "notebook" or model["content"] is None:
        return
    if PurePosixPath(path).name == "explore.ipynb":
        stored = read_stored(path, contents_manager)
        if stored and [cell["source"] for cell in stored["cells"]] == [
            cell["source"] for cell in model["content"]["cells"]
        ]:
            model["content"] = stored
    for cell in model["content"]["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output["data"].pop(WIDGET, None)


def read_stored(path: str, contents_manager: object) -> dict | None:
    """The notebook as it lies on the disk; None where there is none that can be read."""
    import nbformat

    try:
        return nbformat.read(contents_manager._get_os_path(path), as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError):
        return None
