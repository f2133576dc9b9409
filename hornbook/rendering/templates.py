"""The templates that pages are made from: the shipped ones, and before them those of a user."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.utils import missing

from hornbook import resources
from hornbook.model import Model
from hornbook.problems import nearest
from hornbook.rendering.html import with_signs_kept
from hornbook.rendering.sandbox import Sandbox

#: What a template of one's own writes before the name of the shipped template that it extends or includes.
SHIPPED = "shipped"

#: What the player looks for in a page before anything else.
_NEEDED = {"lesson.html": ('id="shell_main"', "hornbook-lesson"), "index.html": ('id="shell_main"', "hornbook-course")}
_UNDEFINED = re.compile(r"'(\w+)' is undefined")

#: Everything that the code in a template can raise; what a user wrote must never end in a traceback.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TemplateError,
    TypeError,
    ValueError,
)


class _Strict(StrictUndefined):
    """A name that is not there, and is not taken for nothing.

    What it says of a name that an object lacks has a second line: the name that may be meant.
    """

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or owner is missing or not isinstance(name, str):
            return super()._undefined_message
        known = owner if isinstance(owner, Mapping) else set(dir(owner)) - set(dir(Model))
        guess = nearest(name, (word for word in map(str, known) if not word.startswith("_")))
        return f'"{type(owner).__name__}" has no "{name}"\n{guess}'


class TemplateFault(TemplateError):
    """A template of a user that cannot be used: `path` and `line` say where (0: not known), `hint` what to do."""

    def __init__(self, message: str, path: Path, line: int, hint: str) -> None:
        super().__init__(message)
        self.text = message
        self.path = path
        self.line = line
        self.hint = hint


class _OwnLoader(FileSystemLoader):
    """Reads templates from the first of several folders that has them.

    It says of one in another encoding which it is, and notices when another folder comes to be the first.
    """

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            text, path, is_unchanged = super().get_source(environment, template)
        except UnicodeDecodeError:
            raise TemplateSyntaxError("it is not saved as UTF-8", 1, template, self._place(template)) from None
        place = self._place(template)
        return text, path, lambda: is_unchanged() and self._place(template) == place

    def _place(self, template: str) -> str:
        """The file that this template is read from now."""
        return next((str(path) for folder in self.searchpath if (path := Path(folder, template)).is_file()), "")


def shipped_names() -> list[str]:
    """The names of the templates of pages, such as `blocks/quiz.html`."""
    folder = resources.templates() / "page"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def new_environment(folders: tuple[Path, ...]) -> Environment:
    """Jinja2 with escaping on and undefined names refused; in a sandbox where a user has templates in `folders`."""
    folder = resources.templates() / "page"
    shipped = FileSystemLoader(folder)
    own: BaseLoader = ChoiceLoader([_OwnLoader([*folders, folder]), PrefixLoader({SHIPPED: shipped})])
    kind = Sandbox if folders else Environment
    return kind(
        loader=own if folders else shipped,
        autoescape=True,
        finalize=_shown,
        undefined=_Strict,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """What a page shows of a value: titles and other words keep their signs; what is HTML has been seen to already."""
    return with_signs_kept(value) if type(value) is str else value


def fill(environment: Environment, folders: tuple[Path, ...], name: str, values: dict[str, object]) -> str:
    """The page that a template makes of `values`. Raises `TemplateFault` for a mistake in a template of `folders`."""
    if not isinstance(environment, Sandbox):
        return environment.get_template(name).render(values)
    environment.begin_page()
    try:
        page = environment.get_template(name).render(values)
    except _FAULTS as error:
        raise _fault(error, folders, [*values, *environment.globals]) from error
    for mark in _NEEDED.get(name, ()):
        if mark not in page:
            path = next((file for folder in folders if (file := folder / name).is_file()), folders[0])
            hint = f'Extend "{SHIPPED}/{name}", or keep what docs/templates.md says is to be kept.'
            raise TemplateFault(f"the page lacks {mark}, so the player would keep no answer", path, 1, hint)
    return page


def idle_blocks(environment: Environment, name: str) -> Iterator[tuple[int, str, list[str]]]:
    """Blocks that a template of a user fills and that the one it extends does not have.

    The line and the name of each, and the names that there are. A template that cannot be read has none: what is wrong
    with it is told by `fill`.
    """
    try:
        tree = _tree(environment, name)
        known = _blocks_above(environment, tree)
    except _FAULTS:
        return
    if known is not None:
        # A block inside another is new, and shown where it stands.
        for node in tree.body:
            if isinstance(node, nodes.Block) and node.name not in known:
                yield node.lineno, node.name, sorted(known)


def _tree(environment: Environment, name: str) -> nodes.Template:
    assert environment.loader is not None
    source, *_ = environment.loader.get_source(environment, name)
    return environment.parse(source, name)


def _blocks_above(environment: Environment, tree: nodes.Template) -> set[str] | None:
    """The blocks of the template that one extends, and of those above; None where it extends none that is known."""
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return None
    above = _tree(environment, str(extends.template.value))
    return {block.name for block in above.find_all(nodes.Block)} | (_blocks_above(environment, above) or set())


def _fault(error: BaseException, folders: tuple[Path, ...], known: list[str]) -> TemplateFault:
    path, line = _place(error, folders)
    hint = "Mend the template; docs/templates.md names all that it may use."
    if isinstance(error, TemplateNotFound):
        name = str(error.name)
        return TemplateFault(f'there is no template "{name}"', path, line, nearest(name, shipped_names()))
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault((error.message or "it cannot be read").rstrip("."), path, line, "Mend the template.")
    if isinstance(error, RecursionError):
        return TemplateFault("it includes or calls itself without an end", path, line, hint)
    if isinstance(error, MemoryError):
        return TemplateFault("it needs more memory than there is", path, line, hint)
    text, _, guess = str(error).rstrip(".").partition("\n")
    if isinstance(error, UndefinedError) and (match := _UNDEFINED.fullmatch(text)):
        guess = nearest(match[1], known)
    return TemplateFault(text or type(error).__name__, path, line, f"{guess} {hint}".strip())


def _place(error: BaseException, folders: tuple[Path, ...]) -> tuple[Path, int]:
    """The last line of a user's template on the way to the error; else the folder itself."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    found = folders[0], 0
    step = error.__traceback__
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        if any(file.is_relative_to(folder) for folder in folders):
            found = file, step.tb_lineno
        step = step.tb_next
    return found
