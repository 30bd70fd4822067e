"""Writes a release to dist/: the record for people without Python, each file named with the version of the data.

Promise: the same record gives the same files; SHA256SUMS, written last, names all of them.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from analysis.record.files import ROOT, write_whole
from analysis.record.tables import Tables, load_tables
from analysis.release import database, package, papers, site, site_addresses, workbook

DOWNLOADS: dict[str, Callable[[Tables, Path], bytes]] = {  # what each file is called after the version
    ".xlsx": workbook.build,
    ".db": database.build,
    "-metadata.yml": database.build_metadata,
    "-data-package.zip": package.build,
    "-site.zip": site.build,  # last, as its first page offers those above
}


def write(root: Path = ROOT) -> int:
    """Write every download of a sound record, one after the other, and their checksums."""
    record, folder, sums = load_tables(root), root / "dist", []
    folder.mkdir(exist_ok=True)
    for number, (ending, build) in enumerate(DOWNLOADS.items(), 1):
        name = papers.name_release(record) + ending
        content = build(record, root)
        write_whole(folder / name, content)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        print(f"[{number}/{len(DOWNLOADS)}] dist/{name}, {len(content) / 1e6:.1f} MB", flush=True)
    write_whole(folder / "SHA256SUMS", "".join(sums).encode())
    site_addresses.keep_addresses(record, root)
    print("dist/SHA256SUMS: sha256sum --check SHA256SUMS, in that folder.")
    return 0
