/** Words that are heard from one moment to another, in milliseconds. */
export type Cue = readonly [start: number, end: number, text: string];

/** The captions that the page carries inside `place`; none where there are none. */
export function readCues(place: ParentNode): readonly Cue[] {
  try {
    const cues: unknown = JSON.parse(place.querySelector('script.cues')?.textContent ?? '[]');
    return Array.isArray(cues) ? cues : [];
  } catch {
    return [];
  }
}

/** What is heard at a moment; -1 = nothing is. */
export const cueAt = (cues: readonly Cue[], moment: number): Cue | undefined =>
  cues.find(([start, end]) => moment >= start && moment < end);
