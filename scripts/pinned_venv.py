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
        try:
            venv.create(home, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            # Debian keeps pip's wheel in a package of its own.
            sys.exit(f"{sys.argv[0]}: cannot make a virtual environment with pip: apt-get install python3-venv")
        install(home, packages)
        (home / "complete").touch()
    os.execv(home / "bin/python", [str(home / "bin/python"), *sys.argv])


def install(home: pathlib.Path, packages: tuple[str, ...]) -> None:
    """Installs packages, or ends the script with a sentence that says why it cannot go on."""
    command = [home / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", *packages]
    installed = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if installed.returncode != 0:
        reason = (installed.stderr.strip().splitlines() or ["pip said nothing"])[-1].removeprefix("ERROR: ")
        names = ", ".join(packages)
        sys.exit(f"{sys.argv[0]}: cannot install {names}, which takes the Python package index to be reachable: {reason}")
