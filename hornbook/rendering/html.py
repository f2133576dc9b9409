"""Markdown to clean HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import pairwise
from typing import Any

import nh3
from markdown_it.token import Token
from markupsafe import Markup, escape

from hornbook.blocks import GameItem
from hornbook.captions import Cue, line_times, read_captions
from hornbook.markdown import WITH_GAPS, is_words, parser, plain_text
from hornbook.media import SOUNDS, CourseFolder
from hornbook.picture_size import Box
from hornbook.rendering.term_links import TermSection
from hornbook.rendering.tokens import notes_key, renderer

#: What formulas become (MathML Core); they are cleaned like all else.
_MATHS_TAGS = """
math semantics annotation mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover
mmultiscripts mprescripts mtable mtr mtd mpadded mphantom menclose
"""
_MATHS_ATTRIBUTES = """
display displaystyle scriptlevel encoding mathvariant mathcolor class accent accentunder stretchy symmetric form fence
separator largeop movablelimits minsize maxsize lspace rspace width height depth voffset linethickness columnspan
rowspan notation
"""
_TAGS = {
    "a",
    "audio",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "div",
    "span",
    "sup",
    *_MATHS_TAGS.split(),
}
_ATTRIBUTES = {
    "a": {"href", "target", "rel", "class", "id", "role", "aria-label"},
    "audio": {"aria-label", "controls", "preload", "src"},
    "h2": {"id"},
    "img": {"src", "alt", "loading", "width", "height"},
    "ol": {"start", "class", "role"},
    "li": {"id", "tabindex"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
    "code": {"class"},
    "div": {"class", "tabindex"},
    "span": {"class", "data-gap"},
    "pre": {"tabindex"},
    **{tag: set(_MATHS_ATTRIBUTES.split()) for tag in _MATHS_TAGS.split()},
}
_SCHEMES = {"http", "https", "mailto"}
#: Made once: to set it up takes ten times as long as to clean a sentence.
_CLEANER = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None, strip_comments=True)


#: Signs that stand with the word beside them, in French with a space between them that does not break.
_CLOSING = r"(?:(?:&nbsp;|\u202f)?[.,:;!?…%)\]}»›”“’'\"،؛؟。、।])*"
_OPENING = r"(?:[(\[{«‹“„”‘‚'\"¿¡](?:&nbsp;|\u202f)?)*"
_GAP_PLACE = re.compile(rf'({_OPENING})<span data-gap="([0-9]+)"></span>({_CLOSING})')


#: A space that French has before a sign and within its quotation marks: no line begins or ends there.
_SPACE_OF_A_SIGN = re.compile(r" (?=[;:!?»]+(?!\w))|(?<![\w.!?]«)(?<=«) ")


def with_signs_kept(text: str) -> str:
    """A text in which no line begins with a sign that has a space before it, as in French."""
    return _SPACE_OF_A_SIGN.sub("\u00a0", text) if " " in text else text


class Prose:
    """Renders the texts of one lesson; knows where its pictures and links lead inside the package.

    `page` is the lesson's own page, where its texts stand in another one. With `reach` only pages of these names can be
    gone to: links to other lessons are words as all others.
    """

    def __init__(
        self, folder: CourseFolder, lesson_id: str, page: str = "", reach: Container[str] | None = None
    ) -> None:
        self._folder = folder
        self._lesson_id = lesson_id
        self._page = page
        self._reach = reach
        self._renderer = renderer()
        self._texts = 0

    def asset(self, path: str) -> str:
        """The address of a media file inside the package."""
        return self._folder.media[self._lesson_id, path].name

    def size(self, path: str) -> Markup:
        """Attributes that keep the room of a picture on the page until it has come; none where its size is unknown."""
        size = self._folder.picture_size(self.asset(path))
        return Markup(' width="{}" height="{}"').format(*size.shown) if size else Markup()

    def cues(self, path: str) -> list[tuple[int, int, str]]:
        """The captions in a media file as (start, end, text), in milliseconds; none where none are named."""
        return [(cue.start, cue.end, cue.text) for cue in self._captions(path)]

    def plain_items(self, items: Iterable[GameItem]) -> list[tuple[str, str]]:
        """The terms that a game plays with, as plain text."""
        return [(plain_text(item.term), plain_text(item.text)) for item in items]

    def line_times(self, lines: Sequence[str], captions: str) -> tuple[tuple[int, int] | None, ...]:
        """When each of some texts is heard, in milliseconds."""
        return line_times([plain_text(line) for line in lines], self._captions(captions))

    def _captions(self, path: str) -> tuple[Cue, ...]:
        return read_captions(self._folder.media[self._lesson_id, path].read()) if path else ()

    def box(self, path: str) -> Box:
        """The size of a picture whose regions the reader has checked."""
        size = self._folder.picture_size(self.asset(path))
        assert size is not None
        return size.box

    def block(self, text: str, terms: TermSection | None = None, sections: str = "") -> Markup:
        """A text of any number of paragraphs, with its terms linked where `terms` are given.

        With `sections` the table of contents can lead to them: the ids of their headings begin with it.
        """
        if self._is_as_typed(text, terms):
            return Markup(f"<p>{text}</p>\n")
        tokens = parser().parse(text)
        if sections:
            for number, (heading, _) in enumerate(_section_headings(tokens), 1):
                heading.attrSet("id", section_id(sections, number))
        return self._clean(self._render(text, tokens, terms=terms))

    def gapped(self, text: str, field: Callable[..., Markup], *more: object) -> Markup:
        """A text of any number of paragraphs whose gaps are fields: `field` makes each from its number and `more`."""
        env: dict[str, Any] = dict(WITH_GAPS)
        html = self._clean(self._render(text, parser().parse(text, env), env))

        def filled(match: re.Match[str]) -> str:
            before, number, after = match.groups()
            made = field(int(number), *more)
            # Words keep the signs beside them on their line; fields would not.
            alone = "<" not in made or not before + after
            return f"{before}{made}{after}" if alone else f'<span class="gap-place">{before}{made}{after}</span>'

        # No author can write such an element: HTML in a text is shown as it is typed.
        return Markup(_GAP_PLACE.sub(filled, html))

    def inline(self, text: str, terms: TermSection | None = None) -> Markup:
        """A text that is one paragraph, without the paragraph around it; anything longer stays a block."""
        if self._is_as_typed(text, terms):
            return Markup(text)
        tokens = parser().parse(text)
        if len(tokens) == 3 and tokens[0].type == "paragraph_open":
            return self._clean(self._render(text, [tokens[1]], terms=terms))
        return self._clean(self._render(text, tokens, terms=terms))

    def _is_as_typed(self, text: str, terms: TermSection | None) -> bool:
        """Whether a page shows a text as it stands: nothing in it is markup, to be escaped or a term."""
        without_terms = terms is None or not self._folder.terms
        return is_words(text) and text[-1] != " " and without_terms and _SPACE_OF_A_SIGN.search(text) is None

    def _render(
        self, text: str, tokens: Sequence[Token], env: dict[str, Any] | None = None, terms: TermSection | None = None
    ) -> str:
        self._texts += 1
        env = {"notes": notes_key(text, self._texts), **(env or {})}
        self._adapt(tokens)
        if terms is not None:
            terms.link(tokens)
        html = self._renderer.render(tokens, parser().options, env)
        # A wide table and long lines of code scroll inside their own boxes, by keyboard too; the page never does.
        html = html.replace("<pre>", '<pre tabindex="0">')
        html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
        return html.replace("</table>", "</table></div>")

    def _adapt(self, tokens: Sequence[Token]) -> None:
        link = "a"
        for token in tokens:
            if token.children:
                self._adapt(token.children)
            if token.type == "text":
                token.content = with_signs_kept(token.content)
            elif token.type == "image":
                path = str(token.attrGet("src") or "")
                file = self._folder.media.get((self._lesson_id, path))
                name = file.name if file else ""
                if name.endswith(tuple(SOUNDS)):
                    token.type = "html_inline"
                    token.content = _sound(name, token.content)
                else:
                    token.attrSet("src", name)
                    token.attrSet("loading", "lazy")
                    if size := self._folder.picture_size(name):
                        for side, pixels in zip(("width", "height"), size.shown, strict=True):
                            token.attrSet(side, str(pixels))
            elif token.type == "link_open":
                self._adapt_link(token)
                link = token.tag
            elif token.type == "link_close":
                token.tag = link
            elif token.type in ("th_open", "td_open"):
                # Alignment arrives as an inline style, which the page's content security policy refuses.
                style = str(token.attrs.pop("style", ""))
                if style:
                    token.attrSet("class", "align-" + style.rpartition(":")[2])
                if token.type == "th_open":
                    token.attrSet("scope", "col")

    def _adapt_link(self, token: Token) -> None:
        address = str(token.attrGet("href") or "")
        inside = self._folder.links.get((self._lesson_id, address))
        if inside is not None and inside.startswith("#"):
            inside = self._page + inside
        if inside is not None and self._is_out_of_reach(inside):
            token.tag = "span"
            token.attrs = {"class": "elsewhere"}
        elif inside is not None:
            token.attrSet("href", inside)
        else:
            # The lesson stands in a frame of the LMS: a link out of it must not replace the lesson.
            token.attrSet("target", "_blank")
            token.attrSet("rel", "noopener noreferrer")
            token.attrSet("class", "outside")

    def _is_out_of_reach(self, inside: str) -> bool:
        page = inside.partition("#")[0]
        return self._reach is not None and page != "" and page not in self._reach

    @staticmethod
    def _clean(html: str) -> Markup:
        return Markup(_CLEANER.clean(html))


def section_id(block: str, number: int) -> str:
    """The id of a section in the text of a block, counted from 1."""
    return f"{block}_{number}"


def section_titles(text: str) -> list[str]:
    """The headings of the sections of a text, as plain text."""
    # Most texts have none, and to read one takes its time.
    if "##" not in text and "\n-" not in text:
        return []
    return [title for _, title in _section_headings(parser().parse(text))]


def _section_headings(tokens: Sequence[Token]) -> list[tuple[Token, str]]:
    """The headings of the second level that say something, each as what opens it and its words as plain text."""
    return [
        (token, title)
        for token, words in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
        if (title := plain_text(words.content))
    ]


def _sound(address: str, words: str) -> str:
    """A player with its words beside it, for those who cannot hear it and for paper."""
    name = escape(words)
    return (
        f'<span class="prose-sound"><audio controls preload="none" src="{escape(address)}" aria-label="{name}"></audio>'
        f'<span class="prose-sound-words">{name}</span></span>'
    )
