"""A small course in which every kind of block and every type of question stands once."""

from __future__ import annotations

import wave
from pathlib import Path

COURSE = """\
id: every-kind
title: Every kind
lang: {lang}
description: One of each.
cover: line.svg
cover-alt: A line from a mountain to the sea
chapters:
- title: All
  lessons: [blocks.md, questions.md]
"""

BLOCKS = """\
---
title: Every kind of block
minutes: 5
objectives:
- Meet each of them.
---

## Prose

A *source* is where a river begins. See [the picture](#picture), [a page](https://example.org) and `code`.

| River | Length |
| --- | ---: |
| Rhine | 1,230 km |

> Water flows downhill.

![A line from a mountain to the sea](line.svg)

::: overview {#overview}
### quick
Short.

### standard
A river has a source and a mouth.

### detailed
A river has a source, a course and a mouth.
:::

::: figure "The course of a river" {#picture}
image: line.svg
alt: A line from a mountain to the sea

It falls all the way.
:::

::: key-concepts {#concepts}
- Catchment: All the land whose water flows into one river.
- Bank: The side of a river.
:::

::: examples {#examples}
- The Danube.
- The Rhine.
:::

::: memory-aid rhyme {#aid}
Spring to stream and stream to river.
:::

::: audio-lesson "Two friends" {#talk}
cast: Teacher, Mina

### Upstream
audio: silence.wav
captions: silence.vtt
Teacher: Where does this water come from?
Mina: From the mountain.
takeaway: Rivers begin at springs.
? What feeds a spring?
= rain

### Downstream
Teacher: And where does it go?
Mina: To its mouth.
:::

::: audio-book "Read aloud" {#book}
### The mouth
audio: silence.wav
captions: mouth.vtt

Where a river ends it slows down.

#### explanation
Slow water drops its sand.

#### analogy
A crowd at a door.
:::

::: video "A delta from above" {#film}
youtube: Dq7tS3TvK0A
Look at the channels.

### transcript
The delta looks like a fan.
:::

::: worked-example "How long?" {#worked}
A boat drifts 4 km in an hour. The sea is 30 km away.

1. The question is how often 4 goes into 30.
2. 30 / 4 = 7.5.
   ? What is 30 divided by 4?
:::

::: glossary {#words}
Source
: Where a river begins.

Mouth | river mouth
: Where a river ends.

Bend
: A turn of a river.

Delta
: Land that a river builds at its mouth.
:::

::: game memory {#pairs}
from: words
pairs: 2
:::

::: game typing {#typing}
from: words
rounds: 1
:::

::: game math {#sums}
skill: addition
up-to: 5
rounds: 1
:::

::: game words {#letters}
from: words
rounds: 1
:::

::: cards {#deck}
Q: What is the end of a river called? {#c-mouth typed tags="parts"}
A: Mouth
? Part of a face.

Q: Where does it begin? {#c-source}
A: At its source.

C: Rivers run to the {{sea}}. {#c-sea}
:::

:::: gate "Behind the gate" {#gate rule=after:deck}
For those who know the words.

::: examples {#behind}
- The Amazon.
- The Nile.
:::
::::
"""

QUESTIONS = """\
---
title: Every type of question
---

::: quiz "Practice" {#practice mode=practice}
1. Which of these is a river? {#choice}
   - [x] Nile
     > Yes.
   - [ ] Sahara
     > A desert.
   ? It is in Africa.
   ! The Nile is 6,650 km long.

2. Which of these are rivers? {#multiple}
   - [x] Rhine
   - [x] Loire
   - [ ] Gobi

3. Water flows uphill. {#true-false}
   - [ ] true
   - [x] false

4. Where does a river end? {#short}
   = mouth

5. How long is the Rhine? {#number}
   = 1230 +- 20 km

6. Complete the sentence. {#cloze}

   A river begins at its {{source}} and flows {{= down | up}}.

7. Why do rivers wind? {#essay type=essay words=20}
   ! The bank outside is worn away.

8. Match. {#match}
   - Danube -> Black Sea
   - Rhine -> North Sea

9. From source to mouth. {#order}
   1. Spring
   2. Upper course
   3. Delta

10. Tick. {#matrix}
    | | Flows | Stands |
    | --- | --- | --- |
    | A river | [x] | [ ] |
    | A lake | [ ] | [x] |

11. Where does it end? {#hotspot}
    ![A line from a mountain to the sea](line.svg)
    - [x] The shore @ 350 10 40 40
    - [ ] The peak @ 40 150 30
:::

::: quiz "Exam" {#exam certainty}
1. A delta is land. {#delta}
   - [x] true
   - [ ] false
   ! It is built by a river.
:::
"""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><path d="M0 200L400 0"/></svg>\n'
READ = """\
WEBVTT

00:00.000 --> 00:20.000
Where a river

00:20.000 --> 01:00.000
ends it slows down.
"""

CAPTIONS = """\
WEBVTT

00:00.000 --> 00:30.000
Where does this water come from?

00:30.000 --> 01:00.000
From the mountain.
"""
SECONDS, RATE = 60, 4000


def write(folder: Path, lang: str = "en") -> Path:
    """Write the course into a folder that is made for it."""
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE.format(lang=lang), "utf-8")
    (folder / "blocks.md").write_text(BLOCKS, "utf-8")
    (folder / "questions.md").write_text(QUESTIONS, "utf-8")
    (folder / "line.svg").write_text(DRAWING, "utf-8")
    (folder / "silence.vtt").write_text(CAPTIONS, "utf-8")
    (folder / "mouth.vtt").write_text(READ, "utf-8")
    with wave.open(str(folder / "silence.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"\x80" * SECONDS * RATE)
    return folder
