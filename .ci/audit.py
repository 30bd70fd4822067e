"""Looks up every version of requirements.lock in a public database of vulnerabilities, with pip-audit run by uv.

Promise: 0 where none is known, 1 where one is, each in a line; 2 and one line where anything could not be looked up, so
that silence is never taken for a clean bill.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AUDIT = [".venv/bin/uv", "tool", "run", "--quiet", "pip-audit", "--vulnerability-service", "osv", "--format", "json"]
AUDIT += ["--progress-spinner", "off", "--requirement", "requirements.lock", "--require-hashes", "--disable-pip"]


def report(found: str, complaint: str) -> int:
    """Print what pip-audit found (its JSON), or one line of its complaint; the status to exit with."""
    try:
        packages = json.loads(found)["dependencies"]
    except ValueError:
        reason = (complaint.strip().splitlines() or ["no answer"])[-1]
        print(f"NOT AUDITED: the database of vulnerabilities could not be reached ({reason[:300]})")
        return 2
    known = [(package, vuln) for package in packages for vuln in package.get("vulns", [])]
    for package, vuln in known:
        mended = ", ".join(vuln["fix_versions"]) or "nowhere yet"
        print(f"{package['name']} {package['version']}: {vuln['id']}, mended in {mended}")
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped:
        print(f"NOT AUDITED: {', '.join(skipped)}")
    print(f"{len(packages) - len(skipped)} locked packages looked up, {len(known)} known vulnerabilities.")
    return 2 if skipped else 1 if known else 0


if __name__ == "__main__":
    done = subprocess.run(AUDIT, cwd=ROOT, capture_output=True, text=True, check=False)
    sys.exit(report(done.stdout, done.stderr))
