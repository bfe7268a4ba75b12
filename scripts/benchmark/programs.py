"""The programs of a benchmark: where they come from, and which versions they are."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from benchmark.failure import Failure
from benchmark.rows import PACKAGES

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def require(programs: list[str]) -> None:
    """Installs the programs that are missing."""
    if any(not shutil.which(program) for program in programs):
        subprocess.run([REPOSITORY / "scripts/setup", "bench"])
    missing = [PACKAGES[program] for program in programs if not shutil.which(program)]
    if missing:
        raise Failure(f"programs are missing; please run: apt-get install {' '.join(missing)}")


def find_squall(path: str | None) -> str:
    """The squall to measure: that of `path`, or the one that is shipped."""
    if not path:
        return build_squall()
    if not shutil.which(path):
        raise Failure(f"--squall {path}: there is no such program")
    return path


def build_squall() -> str:
    return f"{build_programs('squall')}/squall"


def build_programs(*names: str) -> str:
    """Builds what is shipped of these names; the folder in which they are."""
    built = subprocess.run([REPOSITORY / "scripts/build", *names], stdout=subprocess.PIPE, text=True)
    if built.returncode != 0:
        raise Failure(f"{' and '.join(names)} could not be built; the reason is above")
    return built.stdout.strip()


def build_for_valgrind(product: str) -> str:
    """Builds what valgrind can read: it gives up on Swift's symbols, so they are left out."""
    command = "swift build -c release --static-swift-stdlib -Xlinker -s --build-path .build-bench".split()
    if subprocess.run([*command, "--product", product], cwd=REPOSITORY, stdout=2).returncode != 0:
        raise Failure(f"{product} could not be built; the reason is above")
    folder = subprocess.run([*command, "--show-bin-path"], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    return f"{folder.stdout.strip()}/{product}"


def describe_machine() -> str:
    model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    processor = model[1] if model else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Linux {platform.release()}"


def version_of(squall: str) -> str:
    version = subprocess.run([squall, "--version"], stdout=subprocess.PIPE, text=True)
    return version.stdout.removeprefix("squall ").strip()


def package_version(program: str) -> str:
    """The version of the program's Debian package; several programs do not tell their own."""
    query = ["dpkg-query", "-W", "-f", "${Version}", PACKAGES[program]]
    return subprocess.run(query, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout or "unknown"
