/*
 * The cards of a deck as a text file to take along: a card a line, front, back and topics with tabs between them, as
 * Anki and spreadsheets read it.
 */

/** What stands on one card. */
export interface CardSides {
  readonly front: Element;
  readonly back: Element;
  readonly topics: readonly string[];
}

export function deckAsText(cards: readonly CardSides[]): string {
  const head = ['#separator:tab', '#html:false', '#tags column:3'];
  // Topics of Anki are words: a space would make two of one.
  const lines = cards.map(({ front, back, topics }) =>
    [words(front), words(back), topics.map((topic) => topic.replace(/\s+/g, '_')).join(' ')].join('\t'),
  );
  return `${[...head, ...lines].join('\n')}\n`;
}

/** Offer a text for saving under a name. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/tab-separated-values;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has it by then; at once some would save nothing.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What a side says, in one line; pictures by their description. */
function words(side: Element): string {
  const copy = side.cloneNode(true) as Element;
  for (const picture of copy.querySelectorAll('img')) picture.replaceWith(` ${picture.alt} `);
  for (const part of copy.querySelectorAll('audio, annotation')) part.remove();
  for (const end of copy.querySelectorAll('p, li, br, div')) end.after(' ');
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}
