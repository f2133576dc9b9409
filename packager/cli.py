"""The `hornbook` command. Every command is thin: it reads its arguments, calls one function, shows what came of it."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Sequence, Set
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import hornbook
from packager.options import COLLECT_AT, PATH, TARGET_NAMES, Packing, with_form, with_packing, with_templates

if TYPE_CHECKING:
    from hornbook.problems import Problem
    from packager.delivery import BuildReport
    from packager.formats import Printout
    from packager.targets import Target

#: How many courses of a catalogue that were not built are named at its end.
_MOST_NAMED = 20

STARTER_NAMES = ("lesson", "cards", "exam")

_EXAMPLES = """
\b
Examples:
  hornbook new my-course --title "Photosynthesis"
  hornbook preview my-course
  hornbook build my-course --target scorm12 --output photosynthesis.zip
"""


class _Program(click.Group):
    """The command as a whole: whatever the system refuses ends in a sentence, on every terminal and in every pipe."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run one command line."""
        # A command makes many objects that live as long as it does; looking them through for rings costs a fifth.
        gc.set_threshold(*COLLECT_AT)
        for stream in (sys.stdout, sys.stderr):
            # Where names can hold more letters than the output (Windows' code pages), print what there is.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            return super().main(*args, **extra)
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            with suppress(OSError):
                click.echo(f"Error: {name}{error.strerror or error}.", err=True)
            sys.exit(1)
        finally:
            # What lives until the end is not looked through once more on the way out.
            gc.freeze()


@click.group(
    cls=_Program, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(hornbook.__version__, prog_name="hornbook")
def main() -> None:
    """Turns a folder of plain text into packages that every learning management system plays."""


def _course_argument(command: Callable[..., None]) -> Callable[..., None]:
    return click.argument("course", type=PATH)(command)


@main.command(
    epilog='\b\nExamples:\n  hornbook new my-course --title "Photosynthesis"\n  hornbook new vocabulary --starter cards'
)
@click.argument("folder", type=PATH)
@click.option("--title", default="", help="Title of the course; without it, the folder's name is used.")
@click.option(
    "--starter",
    default=STARTER_NAMES[0],
    show_default=True,
    type=click.Choice(STARTER_NAMES),
    help="What to begin with: a lesson with a bit of everything, decks of flash cards, or a test drawn from a pool.",
)
def new(folder: Path, title: str, starter: str) -> None:
    """Begin a course: make FOLDER with a small lesson to change. It never writes over anything."""
    from packager.report import printable
    from packager.starter import StarterError, make_course

    try:
        files = make_course(folder, title, starter)
    except StarterError as error:
        raise click.ClickException(printable(str(error))) from None
    for file in files:
        click.echo(f"  {printable(str(file))}")
    shown = printable(str(folder))
    click.echo(f"\nA course is in {shown}. See it with:\n  hornbook preview {_quoted(shown)}")


@main.command(epilog="\b\nExamples:\n  hornbook check my-course\n  hornbook check my-course --strict --format github")
@_course_argument
@with_form
def check(course: Path, form: str, strict: bool) -> None:
    """Read COURSE and report every problem at its line."""
    from hornbook import checks
    from hornbook.problems import Severity
    from hornbook.reading import load_course
    from packager.formats import Printout
    from packager.report import plural, printable
    from packager.targets import fit_all

    printout = Printout(form, strict=strict)
    loaded = load_course(course, checks.run)
    problems = list(loaded.problems)
    if loaded.value is not None:
        # What one target cannot hold stops the build for that target alone.
        limits = (replace(found, severity=Severity.WARNING) for found in fit_all(loaded.value.folder.course))
        problems.extend(found for found in limits if found not in problems)
        problems = checks.heard(problems, loaded.value.folder.course)
    printout.show(problems, course)
    lessons = len(loaded.value.folder.course.lessons) if loaded.value is not None else 0
    read = f", {plural(lessons, 'lesson')}" if lessons else ""
    printout.say(f"{printable(str(course))}: {printout.counted}{read}")
    sys.exit(printout.end())


@main.command(
    epilog="\b\nExamples:\n  hornbook build my-course --output my-course.zip\n"
    "  hornbook build my-course --target scorm12 --target scorm2004-4th --output packages/\n"
    "  hornbook build my-course --target scorm2004-4th --sco lesson"
)
@_course_argument
@with_packing
@with_templates
@with_form
def build(
    course: Path,
    packing: Packing,
    templates: Path | None,
    trust_templates: bool,
    form: str,
    strict: bool,
) -> None:
    """Pack COURSE into one zip for each target. An error leaves existing zips as they are."""
    from packager.archive import WriteError
    from packager.build import build as build_course
    from packager.formats import Printout
    from packager.report import printable

    printout = Printout(form, strict=strict)
    chosen = _targets(packing)
    outputs = _outputs(course, chosen, packing)
    own = _own_templates(course, templates, trust_templates)
    with _progress(packing.quiet) as step:
        try:
            report = build_course(
                course,
                outputs,
                locked=packing.locked,
                strict=strict,
                split=packing.split,
                templates=own,
                cache=packing.cache,
                progress=step,
            )
        except WriteError as error:
            raise click.ClickException(printable(str(error))) from None
    _tell(report, course, printout, packing.quiet)
    sys.exit(
        printout.end(
            f"{printout.counted} in what was built." if report.built else f"{printout.counted}; no package was changed."
        )
    )


def _tell(report: BuildReport, course: Path, printout: Printout, quiet: bool) -> None:
    """What became of a course: its problems and its packages."""
    from packager.report import printable

    printout.show(report.problems, course)
    for built in report.built:
        limit = built.target.profile.state_limit
        printout.add(
            "packages",
            {
                "target": built.target.name,
                "path": str(built.path),
                "bytes": built.size,
                "state": built.state,
                "state-limit": limit,
            },
        )
        if not quiet and not printout.fails(report.problems):
            printout.say(
                f"{printable(str(built.path))}  {built.target.title}, {_size(built.size)}, "
                f"state at most {built.state:,} of {limit:,} characters"
            )


@main.command(
    epilog="\b\nExamples:\n  hornbook catalogue courses --output packages\n"
    "  hornbook catalogue courses --target scorm12 --target web --jobs 4 --quiet"
)
@click.argument("folder", type=PATH)
@click.option("--jobs", "-j", default=0, type=click.IntRange(0, 256), help="Courses at a time. [default: one a core]")
@with_packing
@with_templates
@with_form
def catalogue(
    folder: Path,
    jobs: int,
    packing: Packing,
    templates: Path | None,
    trust_templates: bool,
    form: str,
    strict: bool,
) -> None:
    """Pack all courses below FOLDER, on all cores. A course with an error does not keep the others."""
    from packager.catalogue import Order, build_all, courses_in
    from packager.formats import Printout
    from packager.report import plural, printable

    printout = Printout(form, strict=strict)
    chosen = _targets(packing)
    output = packing.output
    if output is not None and output.suffix.lower() == ".zip" and not _is_folder(output):
        raise click.UsageError(f"{output} is one file, but a catalogue makes many. Name a folder.")
    into = output or Path("build")
    orders = []
    for course in courses_in(folder):
        place = into / course.relative_to(folder).parent
        outputs = tuple((target, place / f"{course.resolve().name}-{target.name}.zip") for target in chosen)
        own = _own_templates(course, templates, trust_templates)
        orders.append(
            Order(course, outputs, own, packing.cache, locked=packing.locked, strict=strict, split=packing.split)
        )
    if not orders:
        raise click.ClickException(f"There is no course in {printable(str(folder))}: no folder with a course.yaml.")
    failed: list[tuple[Path, Sequence[Problem]]] = []

    def done(order: Order, report: BuildReport) -> None:
        if printout.fails(report.problems):
            failed.append((order.course, report.problems))
        # Files are named from here, as each course has its own lesson.md.
        _tell(
            replace(report, problems=tuple(problem.within(order.course) for problem in report.problems)),
            Path(),
            printout,
            packing.quiet,
        )

    build_all(orders, jobs, done)
    built = len(orders) - len(failed)
    printout.say(f"{plural(len(orders), 'course')}: {built} built, {len(failed)} not; {printout.counted}")
    for course, problems in failed[:_MOST_NAMED]:
        # The errors themselves stand far above, between those of other courses.
        first = min(problems, key=lambda problem: not problem.is_error)
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        printout.say(printable(f"  not built: {course}, for {first.span}: {first.message} [{first.code}]{more}"))
    if len(failed) > _MOST_NAMED:
        printout.say(f"  and {len(failed) - _MOST_NAMED} others")
    sys.exit(printout.end(f"not built: {len(failed)} of {plural(len(orders), 'course')}"))


@main.command(
    epilog="\b\nExamples:\n  hornbook verify my-course.zip\n  hornbook verify from-another-program.zip --format json\n"
    "  hornbook verify my-course.zip --schemas schemas/"
)
@click.argument("packages", nargs=-1, required=True, type=PATH)
@click.option(
    "--schemas",
    type=PATH,
    help="A folder with the published schemas (XSD) of SCORM, to hold each manifest and its metadata against.",
)
@with_form
def verify(packages: Sequence[Path], schemas: Path | None, form: str, strict: bool) -> None:
    """Open each package again and report what is wrong with it."""
    from packager.formats import Printout
    from packager.report import count, printable
    from packager.requirements import by_requirement
    from packager.verify import judge
    from packager.xsd import SchemasError

    printout = Printout(form, strict=strict)
    for path in packages:
        try:
            verdict = judge(path, schemas)
        except SchemasError as error:
            raise click.ClickException(printable(str(error))) from None
        problems, target = verdict.problems, verdict.target
        printout.show(problems, path)
        is_site = target is not None and target.dialect is None
        named = f" ({target.title})" if target and not is_site else ""
        printout.say(f"{printable(str(path))}: {count(problems)}{named}")
        if is_site:
            printout.say("  It is a site for a web server; no LMS takes it for SCORM.")
        kept = by_requirement(problems, with_schemas=schemas is not None, with_manifest=not is_site)
        # Of a file that is not there nothing more can be said.
        listed = {} if problems and problems[0].code == "zip-missing" else kept
        broken = {problem.code for problem in problems if problem.is_error}
        for requirement, codes in listed.items():
            printout.say(f"  {_kept(requirement, codes, broken)}")
        standard = target.name if target else None
        made = {"path": str(path), "target": standard, "problems": len(problems), "requirements": kept}
        printout.add("packages", made)
    sys.exit(printout.end())


def _kept(requirement: str, codes: Sequence[str] | None, broken: Set[str]) -> str:
    """A line on a requirement, with the codes of what was found; `broken` are those of errors."""
    if codes is None:
        return f"?    {requirement}: could not be looked at"
    if not codes:
        return f"yes  {requirement}"
    word, how = ("yes", ", with a warning") if broken.isdisjoint(codes) else ("no ", "")
    return f"{word}  {requirement}{how}: {', '.join(codes)}"


@main.command(epilog="\b\nExample:\n  hornbook preview my-course --target scorm2004-4th")
@_course_argument
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to serve on.")
@click.option(
    "--target",
    "-t",
    default="scorm12",
    show_default=True,
    type=click.Choice(TARGET_NAMES),
    help="What the page is made for.",
)
@with_templates
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.")
def preview(course: Path, port: int, target: str, templates: Path | None, trust_templates: bool, browser: bool) -> None:
    """Show COURSE in the browser; it changes as you save. A panel shows what an LMS would be told."""
    from packager.preview import serve

    own = _own_templates(course, templates, trust_templates)
    serve(course, port=port, target=target, open_browser=browser, announce=click.echo, templates=own)


@main.command(
    epilog="\b\nExamples:\n  hornbook convert lesson.md lesson.yaml\n  hornbook convert quiz.json quiz.md\n"
    "  hornbook convert my-course my-course-data --to yaml"
)
@click.argument("source", type=PATH)
@click.argument("target", type=PATH)
@click.option(
    "--to",
    "to",
    default="markdown",
    show_default=True,
    type=click.Choice(("markdown", "yaml", "json")),
    help="For a whole course: the form of its lessons in the new folder.",
)
@with_form
def convert(source: Path, target: Path, to: str, form: str, strict: bool) -> None:
    """Write SOURCE, a lesson or a course, in another form. TARGET must be new; nothing is lost."""
    from packager.convert import ConvertError, convert_course, convert_file
    from packager.formats import Printout
    from packager.report import printable

    printout = Printout(form, strict=strict)
    try:
        problems = convert_course(source, target, to) if _is_folder(source) else convert_file(source, target)
    except ConvertError as error:
        raise click.ClickException(printable(str(error))) from None
    printout.show(problems, source if _is_folder(source) else source.parent)
    if not any(problem.is_error for problem in problems):
        printout.say(f"{printable(str(target))} says the same as {printable(str(source))}.")
    sys.exit(printout.end(f"{printout.counted}; nothing was written."))


@main.command("fix-ids", epilog="\b\nExamples:\n  hornbook fix-ids my-course --dry-run\n  hornbook fix-ids my-course")
@_course_argument
@click.option("--dry-run", "-n", is_flag=True, help="Show what would be written, and write nothing.")
@with_form
def fix_ids(course: Path, dry_run: bool, form: str, strict: bool) -> None:
    """Write the ids that are missing in COURSE. Each line that changes is shown.

    Learners' work stays: each item gets the id under which it is known already. What is shown can be given to
    `patch -R` to take it back.
    """
    from packager.fix_ids import fix_ids as write_ids
    from packager.formats import Printout
    from packager.report import plural

    printout = Printout(form, strict=strict)
    fixed = write_ids(course, write=not dry_run)
    printout.show(fixed.problems, course)
    printout.say(fixed.diff.rstrip("\n")) if fixed.diff else None
    printout.add("ids", {"written": 0 if dry_run else fixed.count, "missing": fixed.count, "diff": fixed.diff})
    printout.say(f"{plural(fixed.count, 'id')} {'missing; nothing was written' if dry_run else 'written'}.")
    sys.exit(printout.end(f"{printout.counted}; nothing was written."))


@main.command(
    epilog="\b\nExamples:\n  hornbook schema > lesson.schema.json\n  hornbook schema course > course.schema.json"
)
@click.argument("what", default="lesson", type=click.Choice(("lesson", "course")))
def schema(what: str) -> None:
    """Print a JSON Schema for editors. It is of a lesson as data, or of course.yaml."""
    from hornbook.writing.data import to_json
    from packager.schema import json_schema

    click.echo(to_json(json_schema(what)), nl=False)


@main.command(epilog="\b\nExamples:\n  hornbook explain fence-not-closed\n  hornbook explain")
@click.argument("code", default="")
def explain(code: str) -> None:
    """Say what the CODE of a message means. Without CODE, list them all."""
    from hornbook.problems import nearest
    from packager.manual import chapters, pages

    if code:
        known = pages()
        # As it stands at the end of a message.
        code = code.strip("[]")
        if code not in known:
            holding = [name for name in known if code in name]
            hint = f"Codes with this word: {', '.join(holding)}." if len(holding) > 1 else nearest(code, known)
            raise click.UsageError(f'There is no code "{code}". {hint}'.strip())
        click.echo(known[code].markdown(), nl=False)
        return
    for title, held in chapters().items():
        click.echo(f"\n{title}")
        for page in held:
            click.echo(f"  {page.code:<24}  {' '.join(page.summary.split())}")


def _targets(packing: Packing) -> list[Target]:
    """The targets that the options name, as they want them."""
    from packager.report import printable
    from packager.targets import TARGETS
    from packager.xsd import SchemasError

    chosen = [TARGETS[name] for name in dict.fromkeys(packing.targets)]
    if packing.sco == "lesson":
        if packing.split:
            raise click.UsageError("With --split each zip has one SCO. Take --split or --sco lesson away.")
        if any(target.dialect is None for target in chosen):
            raise click.UsageError("--sco lesson is for SCORM alone. Build the web by itself, without it.")
        chosen = [target.by_lesson() for target in chosen]
    if packing.schemas is not None:
        try:
            chosen = [target.with_schemas(packing.schemas) for target in chosen]
        except SchemasError as error:
            raise click.ClickException(printable(str(error))) from None
    return chosen


def _own_templates(course: Path, named: Path | None, trust: bool) -> tuple[Path, ...]:
    """The folders of templates that these options name."""
    from packager.own_templates import TemplatesError, folders
    from packager.report import printable

    try:
        return folders(course, named, trust=trust)
    except TemplatesError as error:
        raise click.ClickException(printable(str(error))) from None


def _outputs(course: Path, targets: Sequence[Target], packing: Packing) -> list[tuple[Target, Path]]:
    """One zip path for each target."""
    output = packing.output
    if output is not None and output.suffix.lower() == ".zip" and not _is_folder(output):
        if packing.split:
            raise click.UsageError(f"{output} is one file, but --split writes several. Name a folder.")
        if len(targets) > 1:
            raise click.UsageError(f"{output} is one file, but {len(targets)} targets were named. Name a folder.")
        return [(targets[0], output)]
    folder = output if output is not None else Path("build")
    name = Path(os.path.realpath(course)).name or "course"
    return [(target, folder / f"{name}-{target.name}.zip") for target in targets]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, or a folder that may not be looked into: writing will say so
        return False


def _progress(quiet: bool) -> AbstractContextManager[Callable[[str], None]]:
    """A line that says what is being done, where a person watches; nothing where output is piped."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda step: None)
    from packager.progress import spinner

    return spinner()


def _size(number: int) -> str:
    return f"{number / 1024:,.0f} KiB" if number < 1024 * 1024 else f"{number / 1024 / 1024:,.1f} MiB"


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


if __name__ == "__main__":
    main()
