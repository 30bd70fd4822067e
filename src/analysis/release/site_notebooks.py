"""The notebooks as pages: what they say and show, their code folded.

Promise: nothing is run; a page has the outputs that the notebook stores, each picture with its description.
"""

import base64
import re
from hashlib import sha256
from html import unescape
from pathlib import Path

import nbformat

from analysis.record.files import list_notebooks
from analysis.release.site_html import fence, set_page, write_image
from analysis.release.site_papers import link_papers

DRAWN = re.compile(
    r'(?:<picture><source[^>]*>)?<img src="data:image/png;base64,([^"]+)" alt="([^"]*)"[^>]*>(?:</picture>)?'
)
LINKED = re.compile(r"\]\(([a-z0-9-]+)\.ipynb\)")
Images = dict[str, bytes]  # by file name


def list_known(root: Path) -> dict[bytes, str]:
    """The pictures of figures/ by their bytes: their names."""
    wide = (path for path in (root / "figures").glob("*.png") if not path.stem.endswith("-narrow"))
    return {path.read_bytes(): path.stem for path in wide}


def place_image(data: str, alt: str, known: dict[bytes, str], images: Images) -> str:
    """A stored picture as one of figures/, in its two widths, or else as a file of its own among `images`."""
    content = base64.b64decode(data)
    if name := known.get(content):
        return write_image(f"../figures/{name}.png", alt, narrow=f"../figures/{name}-narrow.png")
    file = f"{sha256(content).hexdigest()[:16]}.png"
    images[file] = content
    return write_image(file, alt)


def write_output(output: dict, known: dict[bytes, str], images: Images) -> str:
    """A stored output: as Markdown or HTML where it has one, a picture with its description, else as plain text."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    if "text/markdown" in data:
        return data["text/markdown"]
    if "text/html" in data:
        html = DRAWN.sub(lambda found: place_image(found[1], unescape(found[2]), known, images), data["text/html"])
        return fence(f'<div class="output">{html}</div>')
    if "image/png" in data:
        return fence(place_image(data["image/png"], data["text/plain"], known, images))
    return f"`````text\n{data['text/plain'].strip()}\n`````"


def write_notebook(path: Path, known: dict[bytes, str], images: Images) -> str:
    """A notebook as a page; the pictures that figures/ does not have are added to `images`."""
    parts, title = [], path.stem
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            text = LINKED.sub(r"](\1.md)", link_papers(cell.source, "../"))
            if text.startswith("# "):
                first, _, text = text.partition("\n")
                title = first.removeprefix("# ")
            parts.append(text.strip())
            continue
        parts += [write_output(output, known, images) for output in cell.outputs]
        folded = fence('<details class="code"><summary>Code</summary>')
        parts += [folded, f"`````python\n{cell.source}\n`````", fence("</details>")]
    parts.insert(0, fence('<p class="up"><a href="index.html">All notebooks</a></p>'))
    return set_page(title, parts)


def write_notebooks(root: Path) -> tuple[dict[str, str], Images]:
    """Every notebook's page by its address, an index of them, and the pictures that they need."""
    known, images, pages = list_known(root), {}, {}
    for path in list_notebooks(root)[0]:
        pages[path.stem] = write_notebook(path, known, images)
    titles = {stem: re.search(r"^# (.*)$", page, re.M)[1] for stem, page in pages.items()}
    lines = [f"- [{title}]({stem}.md)" for stem, title in titles.items()]
    words = "Each begins with its question, answers it in a computed sentence, and shows what that rests on. The code is folded."
    index = set_page("Notebooks", [words, "\n".join(lines)])
    return {f"notebooks/{stem}": page for stem, page in {"index": index, **pages}.items()}, images
