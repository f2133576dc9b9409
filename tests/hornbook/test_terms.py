"""Terms of the glossaries are found where a text speaks of them, and nowhere else."""

from __future__ import annotations

import time

import pytest

from hornbook.course import Course
from hornbook.terms import Terms


def course(*glossaries: list[tuple[str, ...]]) -> Course:
    """A course with a lesson for each glossary; a term is its name and its other forms."""
    return Course.model_validate(
        {
            "id": "course",
            "title": "Course",
            "chapters": [
                {
                    "lessons": [
                        {
                            "id": f"lesson-{number}",
                            "title": "Lesson",
                            "blocks": [
                                {
                                    "kind": "glossary",
                                    "id": "words",
                                    "terms": [
                                        {"term": name, "aliases": aliases, "definition": "Words."}
                                        for name, *aliases in terms
                                    ],
                                }
                            ],
                        }
                        for number, terms in enumerate(glossaries, 1)
                    ]
                }
            ],
        }
    )


def found(terms: Terms, text: str, lesson: str = "lesson-1", *, plurals: bool = False) -> list[str]:
    return [text[one.start : one.end] for one in terms.mentions(text, lesson, plurals=plurals)]


TERMS = Terms(
    course(
        [
            ("Model",),
            ("*Foundation* model", "base model"),
            ("Pre-training", "pretraining"),
            ("BERT",),
            ("C++",),
            ("R",),
            ("Ørsted’s law",),
            ("نموذج", "النموذج"),
            ("模型",),
            ("기초 모델",),
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A FOUNDATION model is a model.", ["FOUNDATION model", "model"]),
        ("foundation\nmodel, foundation\u00a0model", ["foundation\nmodel", "foundation\u00a0model"]),
        ("The base model's size", ["base model"]),
        ("models, remodel, model_2, model2", []),
        ("pre\u2011training and Pretraining", ["pre\u2011training", "Pretraining"]),
        ("pre-training-like, a non-model, model-based", []),
        ("a model - or not; (model) “model”", ["model", "model", "model"]),
        ("BERT, not Bert or bert", ["BERT"]),
        ("C++ and c++, but C+", ["C++", "c++"]),
        ("R is a language, r a radius", ["R"]),
        ("ørsted's LAW", ["ørsted's LAW"]),
        ("هذا نموذج كبير، وهذا النموذج صغير", ["نموذج", "النموذج"]),
        ("大模型很大", ["模型"]),
        ("기초 모델은 크다", ["기초 모델"]),
        ("", []),
    ],
)
def test_a_name_is_found_as_a_whole_word_in_any_dress(text: str, names: list[str]) -> None:
    assert found(TERMS, text) == names


def test_english_plurals_are_found_where_they_are_wanted() -> None:
    terms = Terms(course([("Model",), ("Bias",), ("GPT",)]))
    assert found(terms, "models, biases, GPTs, modeless", plurals=True) == ["models", "biases", "GPTs"]
    assert found(terms, "models, biases, GPTs") == []


def test_the_glossary_of_the_lesson_goes_before_the_others() -> None:
    terms = Terms(course([("Bank",)], [("Bank",), ("Shore",)]))
    assert [one.entry.lesson for one in terms.mentions("bank shore", "lesson-1")] == ["lesson-1", "lesson-2"]
    assert [one.entry.lesson for one in terms.mentions("bank shore", "lesson-2")] == ["lesson-2", "lesson-2"]
    assert [one.entry.lesson for one in terms.mentions("bank", "lesson-3")] == ["lesson-1"]
    assert [one.entry.number for one in terms.mentions("shore", "lesson-3")] == [2]


def test_five_hundred_terms_are_looked_for_in_a_long_text_in_no_time() -> None:
    terms = Terms(course([(f"Term {number}", f"other name {number}") for number in range(500)]))
    text = "A long text about term 17 and whatever else there is in other names. " * 300
    began = time.process_time()
    assert len(found(terms, text)) == 300
    assert time.process_time() - began < 2
