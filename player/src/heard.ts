import type { Cue } from './captions';

/*
 * Words are marked where they stand in a text while they are heard, by the browser's custom highlights: the text itself
 * stays as it is, with its links.
 */

const NAME = 'heard';

/**
 * What marks the words of a cue in `text`, and takes the mark away again with undefined; null where the browser cannot,
 * or where the text has other words than the cues.
 */
export function heardIn(text: Element | null, cues: readonly Cue[]): ((cue: Cue | undefined) => void) | null {
  if (text === null || cues.length === 0 || !('highlights' in CSS)) return null;
  const places = placesOf(text, cues);
  if (places === null) return null;
  return (cue) => {
    const range = cue && places.get(cue);
    if (range === undefined) CSS.highlights.delete(NAME);
    else CSS.highlights.set(NAME, new Highlight(range));
  };
}

/** Where the words of each cue stand, one cue after the other; null if one of them does not. */
function placesOf(text: Element, cues: readonly Cue[]): Map<Cue, StaticRange> | null {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode() !== null) nodes.push(walker.currentNode as Text);
  const all = nodes.map(({ data }) => data).join('');
  const at = (offset: number): [Text, number] => {
    let start = 0;
    for (const node of nodes) {
      if (offset <= start + node.length) return [node, offset - start];
      start += node.length;
    }
    throw new RangeError('behind the end of the text');
  };
  const places = new Map<Cue, StaticRange>();
  let from = 0;
  for (const cue of cues) {
    const words = cue[2]
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
    const found = new RegExp(words.join('\\s+'), 'g');
    found.lastIndex = from;
    const match = found.exec(all);
    if (match === null) return null;
    from = found.lastIndex;
    const [startContainer, startOffset] = at(match.index);
    const [endContainer, endOffset] = at(from);
    places.set(cue, new StaticRange({ startContainer, startOffset, endContainer, endOffset }));
  }
  return places;
}
