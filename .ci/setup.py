"""Sets up what the site or its tests need: packages, front-end files, browser. Every step once, until its lock changes.

    python3 .ci/setup.py packages front-end                 what the site needs
    python3 .ci/setup.py packages dev front-end browser     what its tests need

Runs on a bare Python 3.11 or newer: it may import the standard library only.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / ".stamps"
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("steps", nargs="+", choices=list(STEPS))
    check_python()
    os.chdir(ROOT)
    for step in parser.parse_args().steps:
        STEPS[step]()


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}. Try: make PYTHON=…")


def packages() -> None:
    make_venv()
    once("packages", "requirements/base.txt", lambda: install("requirements/base.txt"))


def dev_packages() -> None:
    once("dev", "requirements/dev.txt", lambda: install("requirements/base.txt", "requirements/dev.txt"))


def front_end() -> None:
    once("front-end", "package-lock.json", install_front_end, made=ROOT / "node_modules")


def browser() -> None:
    """Any Chromium will do; as root on Debian it is installed."""
    if any(map(shutil.which, BROWSERS)):
        return
    if not install_with_apt("chromium"):
        sys.exit("The browser tests need Chromium. Install it (Debian: sudo apt install chromium) and run this again.")


STEPS: dict[str, Callable[[], None]] = {
    "packages": packages,
    "dev": dev_packages,
    "front-end": front_end,
    "browser": browser,
}


def once(name: str, lock: str, work: Callable[[], None], *, made: Path = VENV) -> None:
    """Do `work` unless it was done for this very lock file and what it made is still there."""
    stamp = STAMPS / name
    digest = hashlib.sha256(sys.version.encode() + (ROOT / lock).read_bytes()).hexdigest()
    if made.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    started = time.monotonic()
    print(f"Installing {name} ({lock}) …", flush=True)
    work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(digest)
    print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def make_venv() -> None:
    """A virtual environment of this Python with pip in it, also where Debian left ensurepip out."""
    if (BIN / "python").exists() and run([BIN / "python", "-m", "pip", "--version"], check=False, quiet=True):
        return
    print("Making the virtual environment .venv …", flush=True)
    if has_module("ensurepip"):
        run([sys.executable, "-m", "venv", "--clear", VENV])
    elif has_module("pip"):
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
        run([sys.executable, "-m", "pip", "--python", BIN / "python", "install", "--quiet", "pip"])
    elif install_with_apt("python3-venv"):
        run([sys.executable, "-m", "venv", "--clear", VENV])
    else:
        sys.exit("This Python cannot make virtual environments. Debian: sudo apt install python3-venv")


def install(*requirements: str) -> None:
    options = [argument for path in requirements for argument in ("-r", path)]
    pip = [BIN / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    run([*pip, "--require-hashes", *options])


def install_front_end() -> None:
    """With the machine's npm, else with one from a Python package."""
    npm = shutil.which("npm")
    if npm is None:
        install("requirements/node.txt")
        npm = str(BIN / "npm")
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    run(
        [npm, "ci", "--omit=dev", "--ignore-scripts", *quiet],
        env=os.environ | {"PATH": f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
    )


def install_with_apt(*names: str) -> bool:
    """Debian and its kin, as root only. False where that is not possible."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    print(f"Installing {', '.join(names)} with apt-get …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run([apt, "update", "-qq"], env=env, check=False)
    return run([apt, "install", "-y", "-qq", "--no-install-recommends", *names], env=env, check=False, quiet=True)


def has_module(name: str) -> bool:
    return run([sys.executable, "-c", f"import {name}"], check=False, quiet=True)


def run(command: list, *, env: dict | None = None, check: bool = True, quiet: bool = False) -> bool:
    """True if the command worked; if it must work and did not, the end, with its name."""
    out = subprocess.DEVNULL if quiet else None
    code = subprocess.run([str(part) for part in command], env=env, stdout=out, stderr=out).returncode
    if code and check:
        sys.exit(f"This failed (exit code {code}): {' '.join(map(str, command))}")
    return code == 0


if __name__ == "__main__":
    main()
