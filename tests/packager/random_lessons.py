"""Lessons of all kinds of blocks and types of questions as plain data, made by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from hornbook.questions import QUESTION_TYPES

Data = dict[str, Any]

#: Words that are never markup, in several scripts.
_TAME = st.lists(
    st.sampled_from(["river", "Über", "نهر", "川", "it's", "9th", "mouth,", "e.g.", "*strong*", "`code`", "50%", "😀"]),
    min_size=1,
    max_size=5,
).map(" ".join)
_WILD = st.text(alphabet=" \nab1.:|-=~?!>#@{}[]x\\*`_$^Q", min_size=1, max_size=20)


def _uniquely(texts: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(texts, min_size=least, max_size=most, unique_by=lambda text: text.strip().casefold())


class Lessons:
    """Strategies for all parts of a lesson; `line` are texts of one line, `prose` may have several paragraphs."""

    def __init__(self, *, wild: bool = False) -> None:
        self.line = _WILD.map(lambda text: " ".join(text.split()) or "a") if wild else _TAME
        paragraphs = st.lists(self.line, min_size=1, max_size=3)
        self.prose = _WILD if wild else st.one_of(paragraphs.map("\n\n".join), paragraphs.map("\n".join))
        self.several_lines = paragraphs.map("\n".join)

    def some(self, required: Data, /, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
        """A mapping with all of `required` and any of `optional`; an underscore in a name is a hyphen."""
        named = {name.rstrip("_").replace("_", "-"): strategy for name, strategy in optional.items()}
        return st.fixed_dictionaries({name.replace("_", "-"): part for name, part in required.items()}, optional=named)

    def answers(self) -> st.SearchStrategy[list[Data]]:
        """Options, the first of which is right."""
        return _uniquely(self.line, 2, 4).flatmap(
            lambda texts: st.tuples(
                *(
                    self.some({"text": st.just(text), "right": st.just(at == 0)}, feedback=self.prose)
                    for at, text in enumerate(texts)
                )
            ).map(list)
        )

    def question(self, kind: str) -> st.SearchStrategy[Data]:
        """A question of this type."""
        common = {
            "points": st.integers(2, 9),
            "hints": st.lists(self.line, min_size=1, max_size=2),
            "explanation": self.prose,
            "tags": st.just(["easy", "hard-one"]),
            "remark": st.just(True),
        }
        prompt = {"type": st.just(kind), "prompt": self.prose}
        reject = st.lists(
            self.some({"variants": _uniquely(self.line, 1, 2)}, feedback=self.prose), min_size=1, max_size=2
        )
        match kind:
            case "choice" | "multiple":
                return self.some({**prompt, "options": self.answers()}, **common)
            case "true-false":
                return self.some({**prompt, "answer": st.booleans()}, feedback_true=self.prose, **common)
            case "short":
                return self.some(
                    {**prompt, "accept": _uniquely(self.line, 1, 3)}, reject=reject, case=st.just(True), **common
                )
            case "number":
                values = st.sampled_from(["12", "-3.5", "112 +- 1 h", "9 sig 3", "5 m/s"])
                return self.some({**prompt, "accept": st.lists(values, min_size=1, max_size=2, unique=True)}, **common)
            case "cloze":
                gaps = st.sampled_from(["{{sea}}", "{{sea | lake}}", "{{= sea | sky | {lake\\}}}"])
                texts = st.tuples(self.line, gaps, self.line).map(" ".join)
                return self.some(
                    {"type": st.just(kind), "prompt": texts}, reject=reject, scoring=st.just("all"), **common
                )
            case "essay":
                return self.some(prompt, words=st.integers(1, 500), **common)
            case "match":
                pairs = _uniquely(self.line, 2, 3).map(
                    lambda texts: [{"left": f"side {at}", "right": text} for at, text in enumerate(texts)]
                )
                extra = st.just([{"text": "an extra side"}])
                return self.some({**prompt, "pairs": pairs}, extra=extra, **common)
            case "order":
                steps = _uniquely(self.line, 3, 4).map(lambda texts: [{"text": text} for text in texts])
                return self.some({**prompt, "steps": steps}, scoring=st.just("all"), **common)
            case "matrix":
                rows = _uniquely(self.line, 2, 3).map(
                    lambda texts: [{"text": text, "right": [True, False], "feedback": "so"} for text in texts]
                )
                columns = st.just([{"text": "yes"}, {"text": "no"}])
                return self.some({**prompt, "columns": columns, "rows": rows}, several=st.just(True), **common)
            case "hotspot":
                regions = st.just(
                    [
                        {"text": "here", "right": True, "shape": [1, 2, 3.5, 4]},
                        {"text": "there", "shape": [9, 9, 2], "feedback": "no"},
                    ]
                )
                image = {"image": st.sampled_from(["media/a.svg", "media/a b.svg"]), "alt": self.line}
                return self.some({**prompt, **image, "regions": regions}, **common)
        raise AssertionError(kind)

    def body(self, kind: str) -> st.SearchStrategy[Data]:
        """The fields that only this kind of block has."""
        questions = st.lists(st.one_of(*map(self.question, sorted(QUESTION_TYPES))), min_size=1, max_size=3)
        pairs = st.lists(self.some({"term": _TAME, "text": self.prose}), min_size=1, max_size=3)
        match kind:
            case "text":
                return self.some({"body": self.prose})
            case "overview":
                return self.some({"quick": self.prose, "standard": self.prose, "detailed": self.prose})
            case "figure":
                return self.some({"image": st.just("media/a.svg"), "alt": self.line}, description=self.prose)
            case "key-concepts":
                return self.some({"items": pairs})
            case "examples":
                return self.some({"items": st.lists(self.prose, min_size=1, max_size=3, unique=True)})
            case "memory-aid":
                return self.some({"aid": st.sampled_from(["rhyme", "story", "gem"]), "text": self.prose})
            case "audio-lesson":
                said = self.some({"speaker": st.sampled_from(["Teacher", "Mina Rao"]), "text": self.several_lines})
                recall = self.some({"prompt": self.line, "answer": _uniquely(self.line, 1, 2)})
                part = self.some(
                    {"title": self.line, "lines": st.lists(said, min_size=1, max_size=3, unique_by=str)},
                    takeaway=self.line,
                    recall=recall,
                )
                parts = st.lists(part, min_size=1, max_size=2)
                return self.some({"cast": st.just(["Teacher", "Mina Rao"]), "parts": parts}, required=st.just(True))
            case "audio-book":
                section = self.some({"title": self.line, "passage": self.prose}, explanation=self.prose, analogy=_TAME)
                return self.some({"sections": st.lists(section, min_size=1, max_size=2)})
            case "video":
                return self.some(
                    {"file": st.just("media/a.mp4"), "transcript": self.prose}, start=st.just(30), why=_TAME
                )
            case "worked-example":
                steps = st.lists(
                    self.some({"text": self.prose}, prompt=self.line), min_size=1, max_size=3, unique_by=str
                )
                return self.some({"steps": steps}, problem=self.prose)
            case "game":
                return self.some({"game": st.just("math"), "skill": st.just("addition")}, rounds=st.integers(1, 9))
            case "gate":
                rules = st.sampled_from(["enrolled", "date:2027-03-31"])
                held = st.one_of(*(self.block(other) for other in ("text", "examples", "memory-aid")))
                blocks = st.lists(held, min_size=1, max_size=3)
                return self.some({"rule": rules, "blocks": blocks}, message=self.line, teaser=self.prose)
            case "glossary":
                term = self.some({"definition": self.prose}, aliases=st.just(["a form", "another"]))
                names = st.lists(term, min_size=1, max_size=1)
                return self.some({"terms": names.map(lambda terms: [{"term": "Source", **one} for one in terms])})
            case "cards":
                card = st.one_of(
                    self.some(
                        {"front": self.prose, "back": self.line}, variants=st.just(["or so"]), tags=st.just(["x"])
                    ),
                    self.some({"cloze": st.just("A {{gap}} here")}, hints=st.lists(self.line, min_size=1, max_size=2)),
                )
                return self.some({"cards": st.lists(card, min_size=1, max_size=3)}, retention=st.integers(70, 97))
            case "quiz":
                review = st.just({"right": "never", "feedback": "after-due"})
                return self.some(
                    {"questions": questions},
                    shuffle=st.just(True),
                    attempts=st.integers(1, 3),
                    review=review,
                    due=st.just("2027-03-31"),
                    pass_=st.integers(0, 100),
                    weight=st.integers(0, 3),
                )
            case "pool":
                return self.some({"questions": questions})
        raise AssertionError(kind)

    def block(self, kind: str) -> st.SearchStrategy[Data]:
        """A block of this kind."""
        shown = {"print": st.booleans()} if kind != "pool" else {}
        options = self.some({"kind": st.just(kind)}, title=self.line, lang=st.just("ar"), **shown)
        return st.tuples(options, self.body(kind)).map(lambda both: {**both[0], **both[1]})

    def lesson(self, kinds: list[str]) -> st.SearchStrategy[Data]:
        """A lesson whose blocks are of these kinds, with ids."""
        blocks = st.lists(st.one_of(*map(self.block, kinds)), min_size=1, max_size=4)
        return self.some(
            {"title": self.line, "blocks": blocks.map(_with_ids)},
            number=st.just("1.10"),
            objectives=st.lists(self.line, min_size=1, max_size=2, unique=True),
            minutes=st.integers(1, 90),
        )


def _with_ids(blocks: list[Data]) -> list[Data]:
    """Ids for every other item, and for all pools."""
    number = 0
    named = []
    for block in blocks:
        items = block.get("questions") or block.get("cards") or []
        for item in items:
            number += 1
            if number % 2:
                item["id"] = f"item-{number}"
        number += 1
        named.append({"id": f"block-{number}", **block} if number % 2 or block["kind"] == "pool" else block)
    return named
