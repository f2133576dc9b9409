"""Writes the files of a folder as a package, in an order made from a seed: run by the tests as a program of its own.

Usage: write_zip.py FOLDER ZIP SEED. Prints `writing` before it begins, and a WriteError's text after `refused: `.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from hornbook.files import File
from packager import archive
from packager.archive import WriteError
from packager.package import Package


def main(folder: Path, path: Path, seed: int) -> None:
    files = [File(found.relative_to(folder).as_posix(), found) for found in folder.rglob("*") if found.is_file()]
    Random(seed).shuffle(files)
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    try:
        archive.write(Package("web", tuple(files)), path)
    except WriteError as error:
        sys.stdout.write(f"refused: {error}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
