"""The published schemas of a standard, from a folder of the user: strict conformance wants them in the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hornbook.files import File
from packager.package import unsafe

_ENDINGS = (".xsd", ".dtd")
#: A set of schemas has about 35 files and 350 KB; more is another folder that was named by mistake.
_MOST_FILES = 200
_MOST_BYTES = 5_000_000


class SchemasError(Exception):
    """There is no set of schemas in the folder that could be packed; the text says what is missing."""


@dataclass(frozen=True)
class SchemaSet:
    """What a version of SCORM calls its schemas.

    `folders` are the names that its folder has in the collections one finds, and `files` gives for each namespace of
    the manifest the file that describes it, the manifest's own first.
    """

    folders: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Schemas:
    """Control documents to stand beside a manifest; `locations` is what the manifest says of them."""

    files: tuple[File, ...] = ()
    locations: str = ""


NO_SCHEMAS = Schemas()


def schemas_root(folder: Path, wanted: SchemaSet) -> Path:
    """Where the schemas lie: in `folder`, or in the folder of their standard below it. Raises `SchemasError`."""
    first = next(iter(wanted.files.values()))
    places = [folder / name for name in wanted.folders] + [folder]
    root = next((place for place in places if (place / first).is_file()), None)
    if not folder.is_dir():
        raise SchemasError(f"There is no folder {folder}.")
    if root is None:
        raise SchemasError(f"There is no {first} in {folder}, nor in a folder {wanted.folders[0]} below it.")
    return root


def read_schemas(folder: Path, wanted: SchemaSet) -> Schemas:
    """The schemas in `folder`, or in the folder of their standard below it. Raises `SchemasError`."""
    root = schemas_root(folder, wanted)
    paths = sorted(path for path in root.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())
    if len(paths) > _MOST_FILES or sum(path.stat().st_size for path in paths) > _MOST_BYTES:
        raise SchemasError(f"{root} holds more than a set of schemas. Name the folder that holds nothing else.")
    files = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        if reason := unsafe(name):
            raise SchemasError(f"{path} cannot stand in a package: {reason}.")
        files.append(File(name, path.read_bytes()))
    there = {file.name for file in files}
    return Schemas(tuple(files), " ".join(f"{space} {name}" for space, name in wanted.files.items() if name in there))
