"""The body of an audio lesson: the cast, and parts of dialogue."""

from __future__ import annotations

import re

from hornbook.problems import nearest
from hornbook.reading.body import Section, join_prose, split_sections, split_variants, take_options, warn_repeated
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

_SPEECH = re.compile(r"([^:]{1,60}?):[ \t]+(?=\S)")
#: A comma of any script; other marks are refused once, and not at each line of the dialogue.
_BETWEEN_NAMES = re.compile("[,;|/\u060c\u3001\uff0c]")
_PROMPT = re.compile(r"\?[ \t]+(?=\S)")
_ANSWER = re.compile(r"=[ \t]+(?=\S)")


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`cast:` names the speakers; each `### part` holds `Speaker: words`, `takeaway:` and one recall question.

    `audio:` and `captions:` stand directly under the heading of a part.
    """
    names = _cast(block, report)
    parts = PlacedList(block.span)
    for section in split_sections(lines, 3, report, "Title of the part"):
        parts.append(_part(section, names, report))
    block.put("parts", parts)
    if names:
        _check_speakers([part for part in parts if isinstance(part, PlacedMap)], block, names, report)


def _check_speakers(parts: list[PlacedMap], block: PlacedMap, names: list[str], report: Report) -> None:
    """Report each line of somebody who is not in the cast; where the cast has the slip, it alone.

    Without a cast nobody is in it, which is told already.
    """
    spoken: dict[str, list[PlacedText]] = {}
    for part in parts:
        lines = part["lines"]
        for line in lines if isinstance(lines, PlacedList) else ():
            if isinstance(line, PlacedMap) and isinstance(name := line["speaker"], PlacedText):
                spoken.setdefault(name.strip(), []).append(name)
    silent = [name for name in names if name not in spoken]
    unknown = [name for name in spoken if name not in names]
    together = next((one for one in silent if sum(name in one for name in unknown) > 1), "")
    if together:
        within = sorted((name for name in unknown if name in together), key=together.index)
        report.error(
            "cast-shape",
            "The names of the cast have commas between them.",
            block.keys_at.get("cast", block.span),
            "Write: " + ", ".join(within),
        )
    for name, places in spoken.items():
        if name in names or name in together:
            continue
        meant = next((other for other in silent if len(places) > 1 and _is_near(name, other)), None)
        if meant is not None:
            report.error(
                "speaker-unknown",
                f'"{meant}" says nothing, and "{name}", who says {len(places)} lines, is not in the cast.',
                block.keys_at.get("cast", block.span),
                f'Write "{name}" into the cast.',
            )
            continue
        hint = nearest(name, [*names, "takeaway"])
        # A misspelt name is mended in each line, one that was forgotten in the cast alone.
        shown = places if hint.startswith("Did you mean") else places[:1]
        for place in shown:
            more = f" It stands in {len(places)} lines." if len(places) > len(shown) else ""
            report.error("speaker-unknown", f'"{name}" is not in the cast.{more}', place.span, hint)


def _is_near(name: str, other: str) -> bool:
    return nearest(name, [other]).startswith("Did you mean")


def _cast(block: PlacedMap, report: Report) -> list[str]:
    written = block.get("cast")
    if not isinstance(written, PlacedText):
        return []
    names = [name.strip() for name in _BETWEEN_NAMES.split(written) if name.strip()]
    if any(mark in written for mark in ";|/"):
        report.error(
            "cast-shape", "The names of the cast have commas between them.", written.span, "Write: " + ", ".join(names)
        )
    block.put("cast", PlacedList(written.span, (PlacedText(name, written.span) for name in names)))
    return names


def _part(section: Section, names: list[str], report: Report) -> PlacedMap:
    part = PlacedMap(section.line.start)
    part.put("title", section.title)
    # A speaker may be called nearly as an option is; what the cast says is no option.
    spoken_from = next((at for at, line in enumerate(section.body) if _says(line, names)), len(section.body))
    options, head = take_options(section.body[:spoken_from], ("audio", "captions"), report, strict=False)
    if options is not None:
        for name, value in options.items():
            part.put(name, value, options.keys_at[name])
    body = [*head, *section.body[spoken_from:]]
    if "captions" in part and "audio" not in part:
        report.error(
            "captions-alone", "These captions have no sound.", part.keys_at["captions"], 'Name it: "audio: file".'
        )
    spoken = PlacedList(section.line.start)
    recall: PlacedMap | None = None
    held: list[Line] = []  # the lines of the utterance, takeaway or question that is being read
    target: PlacedMap | None = None
    field = ""

    def finish() -> None:
        nonlocal target
        if target is not None and held:
            target.put(field, join_prose(held, indent=2))
        target = None
        held.clear()

    for line in body:
        if line.blank:
            finish()
        elif line.indent >= 2 and target is not None:
            held.append(line)
            if (match := _SPEECH.match(line.text.strip())) and match[1] in (*names, "takeaway"):
                report.error("indent", "A speaker's name stands at the start of the line.", line.start, "Unindent it.")
            elif field == "prompt" and _ANSWER.match(line.text.strip()):
                report.error("indent", "An answer stands at the start of the line.", line.start, "Unindent it.")
        elif match := _PROMPT.match(line.text):
            finish()
            if recall is not None:
                report.error("recall-twice", "A part ends in one recall question.", line.start, "Keep one of them.")
            recall = PlacedMap(line.start)
            target, field = recall, "prompt"
            held.append(Line(line.path, line.number, " " * match.end() + line.text[match.end() :]))
        elif match := _ANSWER.match(line.text):
            finish()
            if recall is None:
                report.error("recall-alone", "This answer has no question.", line.start, 'Put "? question" above it.')
                continue
            variants = split_variants(PlacedText(line.text[match.end() :], line.span(match.end() + 1)), report)
            known = recall.setdefault("answer", PlacedList(line.start))
            if isinstance(known, PlacedList):
                known.extend(variants)
        elif match := _SPEECH.match(line.text):
            finish()
            held.append(Line(line.path, line.number, " " * match.end() + line.text[match.end() :]))
            if match[1] == "takeaway":
                if "takeaway" in part:
                    report.error("takeaway-twice", "A part has one takeaway.", line.start, "Keep one of them.")
                target, field = part, "takeaway"
                continue
            if match[1] not in names and match[1].strip() in names:
                report.error(
                    "dialogue-shape",
                    f'A space stands beside the name "{match[1].strip()}".',
                    line.start,
                    "A name begins at the start of its line, and the colon follows it at once.",
                )
            utterance = PlacedMap(line.start)
            utterance.put("speaker", PlacedText(match[1], line.start))
            spoken.append(utterance)
            target, field = utterance, "text"
        else:
            finish()
            hint = _meant(line.text, names)
            report.error("dialogue-shape", "Expected a speaker of the cast, a colon and a space.", line.start, hint)
    finish()
    if recall is not None:
        if "answer" in recall:
            part.put("recall", recall)
        elif not report.tells_of(recall.span.path, recall.span.line + 1):
            report.error("recall-no-answer", "This question has no answer.", recall.span, 'Put "= answer" below it.')
    warn_repeated([line for line in body if not line.blank], report)
    part.put("lines", spoken)
    return part


def _meant(text: str, names: list[str]) -> str:
    """What to write instead of a line of which nobody is the speaker."""
    plain = text.replace("*", "").replace("_", "").strip()
    for name in names:
        if match := re.match(rf"{re.escape(name)}\s*[-:\u2013\u2014]\s*(?=\S)", plain):
            return f'Write "{name}: {plain[match.end() :][:60]}".'
    return 'Write "Name: words"; a line that goes on is indented by two spaces.'


def _says(line: Line, names: list[str]) -> bool:
    match = _SPEECH.match(line.text)
    return match is not None and match[1] in names
