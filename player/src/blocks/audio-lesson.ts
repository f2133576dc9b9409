import type { Attach, Context } from '../context';
import { all, button, focusOn, idOf, make, showFrame } from '../dom';
import { fold } from '../folding';
import { expectParts, isLate, withParts } from '../late';
import { partList } from '../part-list';
import { buildSound, type Sound } from '../sound';

/** What a typed answer is compared by. */
const READERS = ['words'];

/** A conversation in parts; a part that ends in a recall question opens the next one when it is answered. */
export const attach: Attach = (section, block, context) => {
  const { session, texts, announce, signal } = context;
  const parts = all(section, '.part');
  const sounds = parts.map((element) => ({ element, sound: attachSound(element, context) }));
  const list = partList(sounds, texts);
  const locked = make('p', { class: 'parts-locked' });
  let opened = session.state.seen.has(block.slot) || !session.writable;

  function lockBehind(): void {
    let open = true;
    for (const part of parts) {
      part.hidden = !open && !opened;
      const recall = part.querySelector<HTMLElement>('.recall');
      if (recall !== null && recall.dataset.done === undefined) open = false;
    }
    locked.hidden = parts.every((part) => !part.hidden);
    list?.update();
  }

  for (const [position, part] of parts.entries()) {
    const recall = part.querySelector<HTMLElement>('.recall');
    const details = recall?.querySelector<HTMLDetailsElement>('.recall-answer');
    if (!recall || !details) continue;
    const answer = details.querySelector('p')?.textContent ?? '';
    const accepted = block.recalls?.[position] ?? [answer];
    const input = make('input', {
      type: 'text',
      id: `${recall.id}_input`,
      autocomplete: 'off',
      maxlength: 200,
    });
    const result = make('p', { class: 'recall-result', tabindex: -1, hidden: true });
    const slot = block.recalled?.[position] ?? 0;
    if (session.state.seen.has(slot)) recall.dataset.done = '';
    const settle = () => {
      recall.dataset.done = '';
      if (slot > 0 && session.writable && !session.state.seen.has(slot))
        session.change((draft) => draft.seen.add(slot), { commit: false, soon: true });
      lockBehind();
    };
    const compare = () => {
      const given = fold(input.value);
      const isRight = accepted.some((wording) => fold(wording) === given);
      say(given === '' ? 'type-first' : isRight ? 'recall-right' : 'recall-compare', given !== '');
    };
    const tell = (key: string) => {
      result.textContent = texts(key, { answer });
      result.hidden = false;
    };
    const say = (verdict: string, done: boolean) => {
      tell(verdict);
      // What is said there is the answer: it is not offered a second time.
      details.hidden = done;
      if (done) settle();
    };
    const check = () => {
      const late = isLate({ parts: READERS });
      if (late) {
        tell('part-soon');
        announce(texts('part-soon'));
      }
      const then = (use: () => void) => () => {
        if (signal.aborted) return;
        // Who has gone on meanwhile is not fetched back.
        const here = !late || recall.contains(document.activeElement);
        use();
        if (here) focusOn(result);
        else announce(result.textContent ?? '');
      };
      withParts(
        READERS,
        then(compare),
        then(() => say('part-failed', false)),
      );
    };
    const prompt = recall.querySelector('.recall-prompt');
    if (prompt !== null) input.setAttribute('aria-describedby', idOf(prompt));
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) check();
    });
    input.addEventListener('focus', () => expectParts(READERS));
    details.addEventListener('toggle', () => {
      if (details.open) settle();
    });
    const label = make('label', { for: input.id }, texts('your-answer'));
    details.before(
      make('div', { class: 'recall-form' }, label, input, button(texts('check'), '', check)),
      result,
    );
  }

  const openAll = button(texts('show-all-parts'), 'quiet', () => {
    opened = true;
    const first = parts.find((part) => part.hidden);
    lockBehind();
    if (first !== undefined) focusOn(first.querySelector<HTMLElement>('.part-title') ?? first);
  });
  locked.append(make('span', {}, texts('parts-locked')), ' ', openAll);
  section.querySelector('.parts')?.after(locked);
  if (list !== null) section.querySelector('.parts')?.before(list.element);
  lockBehind();
};

/** The line that is heard is marked, and any line can be heard from its beginning. */
function attachSound(part: HTMLElement, context: Context): Sound | null {
  const place = part.querySelector<HTMLElement>('.sound');
  if (place === null) return null;
  const timed = all(part, '.utterance[data-start]');
  let spoken: HTMLElement | null = null;
  const sound = buildSound(place, context, (moment) => {
    const line = timed.find(({ dataset }) => moment >= Number(dataset.start) && moment < Number(dataset.end));
    // Between two sentences the last one stays marked.
    const now = moment < 0 ? null : (line ?? spoken);
    if (now === spoken) return;
    // Who has gone to read elsewhere is not fetched back with every line, nor by a place that was kept from before.
    const follows = place.matches('.is-playing') && (spoken === null || isSeen(spoken, place, false));
    spoken?.classList.remove('is-spoken');
    now?.classList.add('is-spoken');
    spoken = now;
    if (now === null || !follows || isSeen(now, place, true)) return;
    now.scrollIntoView?.({ block: 'center' });
    showFrame();
  });
  if (sound === null) return null;
  for (const line of timed) {
    const speaker = line.querySelector('.speaker');
    if (speaker === null) continue;
    const name = speaker.textContent ?? '';
    const from = () => sound.playFrom(Number(line.dataset.start) / 1000);
    const seek = button(name, 'speaker seek', from);
    seek.setAttribute('aria-label', context.texts('sound-from-here', { speaker: name }));
    speaker.replaceWith(seek);
    // Where nothing can be heard, there is nowhere to go.
    sound.element.addEventListener('error', () => {
      seek.replaceWith(speaker);
      line.classList.remove('can-seek');
    });
    // The whole line may be tapped too, unless words of it are being selected or a link is followed.
    line.addEventListener('click', (event) => {
      const control = (event.target as Element).closest('a, button');
      if (control === null && sound.element.error === null && (window.getSelection()?.isCollapsed ?? true))
        from();
    });
    line.classList.add('can-seek');
  }
  return sound;
}

/** Whether the whole of a line, or any of it, is in the window, under the controls that stay above it. */
function isSeen(line: Element, controls: Element, whole: boolean): boolean {
  const { top, bottom } = line.getBoundingClientRect();
  const [upper, lower] = whole ? [top, bottom] : [bottom, top];
  return upper >= controls.getBoundingClientRect().bottom && lower <= window.innerHeight;
}
