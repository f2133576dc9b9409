"""Regions of pictures against the pictures themselves, once these are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hornbook.course import Lesson
from hornbook.files import File
from hornbook.picture_size import HEAD_BYTES, picture_size
from hornbook.questions import Hotspot
from hornbook.reading.placed import PlacedMap, place
from hornbook.reading.report import Report


def check_regions(
    lesson: Lesson, blocks: Sequence[PlacedMap], media: Mapping[tuple[str, str], File], report: Report
) -> None:
    """Report each region that reaches out of its picture; `blocks` is where the blocks of the lesson were read from."""
    for block, data in zip(lesson.blocks, blocks, strict=True):
        for position, question in enumerate(getattr(block, "questions", ())):
            file = media.get((lesson.id, question.image)) if isinstance(question, Hotspot) else None
            if isinstance(question, Hotspot) and file is not None:
                _check(question, file, data, position, report)


def _check(question: Hotspot, file: File, data: PlacedMap, position: int, report: Report) -> None:
    box = picture_size(file.head(HEAD_BYTES))
    if box is None:
        report.error(
            "picture-size",
            "The size of this picture cannot be read, so its regions have no place.",
            place(data, ("questions", position, "image")),
            'Save it anew; a drawing needs viewBox="0 0 width height" in its first element.',
        )
        return
    for number, region in enumerate(question.regions):
        if not box.holds(*region.box):
            report.error(
                "region-outside",
                f"This region reaches out of the picture, which goes from {box.left:g} {box.top:g} to "
                f"{box.left + box.width:g} {box.top + box.height:g}.",
                place(data, ("questions", position, "regions", number, "shape")),
                "A region is x y width height, or x y radius, in the units of the picture's viewBox or in its pixels.",
            )
