"""Runs the calling script again inside a virtual environment that holds exactly the named packages."""

import hashlib
import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent


def enter(*packages: str) -> None:
    """Returns at once inside the environment; otherwise makes it (kept in .build-venv) and replaces the process."""
    home = ROOT / ".build-venv" / hashlib.sha256(" ".join(packages).encode()).hexdigest()[:12]
    if pathlib.Path(sys.prefix) == home:
        return
    if not (home / "complete").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.check_call([home / "bin/pip", "install", "--quiet", *packages])
        (home / "complete").touch()
    os.execv(home / "bin/python", [str(home / "bin/python"), *sys.argv])
