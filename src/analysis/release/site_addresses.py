"""Keeps the addresses of the site: a page of the last release is there, or one that leads to where it went.

Promise: a link that somebody printed leads somewhere.
"""

import csv
import io
from html import escape
from pathlib import Path

from analysis.record.files import write_whole
from analysis.record.problems import Problem
from analysis.record.tables import Tables

FILE = "docs/addresses.csv"


def read_addresses(root: Path) -> dict[str, str]:
    """The addresses of people and deals at the last release, each with where its page went: empty while it is there."""
    path = root / FILE
    if not path.exists():
        return {}
    return {row["address"]: row["moved_to"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))}


def check_addresses(kept: dict[str, str], pages: set[str]) -> list[Problem]:
    """Addresses of the last release that lead nowhere: neither a page, nor moved to one."""
    problems = []
    for line, (address, target) in enumerate(kept.items(), 2):
        if address in pages and target:
            problems.append(Problem(FILE, line, "moved_to", target, f"nothing, as {address} is a page again"))
        elif address not in pages and target not in pages:
            expected = (
                f"where {address}, which has no page any more, went: the address of a page, corrections if nowhere"
            )
            problems.append(Problem(FILE, line, "moved_to", target, expected))
    return problems


def list_addresses(record: Tables) -> set[str]:
    """The addresses of the pages of people and deals, without their ending."""
    people, deals = record.detainees["detainee_id"], record.exchanges["exchange_id"]
    return {f"people/{row}" for row in people} | {f"deals/{row}" for row in deals}


def keep_addresses(record: Tables, root: Path) -> None:
    """Write down the addresses of this release beside those of the ones before."""
    kept = read_addresses(root) | dict.fromkeys(list_addresses(record), "")
    text = "address,moved_to\n" + "".join(f"{address},{kept[address]}\n" for address in sorted(kept))
    write_whole(root / FILE, text.encode())


def write_redirect(address: str, target: str) -> str:
    """A page that leads on to another one."""
    up = "../" * address.count("/")
    link = f"{up}{target}.html"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={escape(link)}"><title>Moved</title></head>'
        f'<body><p>This page moved: <a href="{escape(link)}">{escape(target)}</a></p></body></html>\n'
    )
