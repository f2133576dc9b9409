"""The installed product, not the checkout: sdist and wheel are whole, and the wheel works by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from packager.targets import TARGETS

PACKAGES = ("hornbook", "packager", "lti_app")
DATA = ("templates", "content")
JUNK = ("__pycache__", ".DS_Store", "Thumbs.db")


def run(*command: str | Path, folder: Path, environment: dict[str, str] | None = None) -> str:
    """What the program prints; a program that fails fails the test with all that it said."""
    result = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    return result.stdout


def files_under(repository: Path, folders: Iterable[str]) -> set[str]:
    """The files in these folders of the checkout, named from the top."""
    return {
        path.relative_to(repository).as_posix()
        for folder in folders
        for path in (repository / folder).rglob("*")
        if path.is_file() and not set(JUNK) & set(path.relative_to(repository).parts)
    }


@pytest.fixture(scope="module")
def distributions(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from nothing but the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, folder=repository)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    (found,) = distributions.glob("hornbook-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(repository: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a clean environment that holds the wheel and its core dependencies alone."""
    home = tmp_path_factory.mktemp("clean") / "environment"
    venv.create(home, with_pip=True)
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    constraints = repository / "constraints.txt"
    run(commands / "python", "-m", "pip", "install", "--constraint", constraints, wheel, folder=home)
    return commands


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An author's folder: far from the checkout, with a space and an accent in its name."""
    folder = tmp_path / "Mes leçons"
    folder.mkdir()
    return folder


def hornbook(installed: Path, *arguments: str | Path, folder: Path) -> str:
    """Run the installed command as an author would, with nothing that leads back to the checkout."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HORNBOOK"))}
    return run(installed / "hornbook", *arguments, folder=folder, environment=plain)


def test_wheel_holds_the_programs_and_all_they_fill_in(repository: Path, wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    data = {f"hornbook/_data/{name}" for name in files_under(repository, DATA)}
    assert inside == files_under(repository, PACKAGES) | data
    assert "hornbook/_data/templates/player/player-web.js" in inside
    assert "hornbook/_data/templates/player/player.css" in inside
    assert "hornbook/_data/content/foundation-models/course.yaml" in inside


def test_wheel_carries_the_licence_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = {Path(name).name: archive.read(name) for name in archive.namelist() if ".dist-info/" in name}
    assert b"MIT License" in about["LICENSE"]
    assert b"hornbook = packager.entry:main" in about["entry_points.txt"]


def test_sdist_holds_sources_tests_and_documents(repository: Path, distributions: Path) -> None:
    (sdist,) = distributions.glob("hornbook-*.tar.gz")
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    expected = files_under(repository, (*PACKAGES, *DATA, "player/src", "docs"))
    alone = {"pyproject.toml", "Makefile", "README.md", "LICENSE", "CHANGELOG.md", "player/package-lock.json"}
    assert expected | alone <= inside
    assert not [name for name in inside if "node_modules" in name or set(JUNK) & set(name.split("/"))]


def test_clean_environment_does_not_see_the_checkout(installed: Path, elsewhere: Path) -> None:
    code = "import hornbook, packager, lti_app; print(hornbook.__file__, packager.__file__, lti_app.__file__)"
    for place in run(installed / "python", "-I", "-c", code, folder=elsewhere).split():
        assert Path(place).resolve().is_relative_to(installed.parent.resolve())


@pytest.mark.parametrize("target", ["scorm12", "scorm2004-3rd", "scorm2004-4th", "web"])
def test_installed_wheel_packs_a_course_from_another_folder(
    repository: Path, installed: Path, elsewhere: Path, target: str
) -> None:
    shutil.copytree(repository / "content" / "foundation-models", elsewhere / "my course")
    package = elsewhere / f"{target}.zip"

    hornbook(installed, "build", "my course", "--target", target, "--output", package.name, folder=elsewhere)

    hornbook(installed, "verify", package.name, folder=elsewhere)
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        home = TARGETS[target].profile.home
        player = (repository / "templates" / "player" / f"player-{home}.js").read_bytes()
        assert archive.read("assets/player.js") == player


def test_installed_wheel_starts_a_new_course_that_builds(installed: Path, elsewhere: Path) -> None:
    hornbook(installed, "new", "first", folder=elsewhere)
    hornbook(installed, "check", "first", folder=elsewhere)
    hornbook(installed, "build", "first", "--target", "scorm12", "--output", "first.zip", folder=elsewhere)
    assert zipfile.is_zipfile(elsewhere / "first.zip")
