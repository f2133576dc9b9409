import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attach as audioBook } from '../../src/blocks/audio-book';
import { attach as audioLesson } from '../../src/blocks/audio-lesson';
import { attach as video } from '../../src/blocks/video';
import { attach as workedExample } from '../../src/blocks/worked-example';
import type { BlockKind, LessonBlock } from '../../src/course';
import { buildSound, clock } from '../../src/sound';
import { get, open, press, section, text } from '../player';

const block = (kind: BlockKind): LessonBlock => ({ id: 'b', slot: 5, kind });
const SOUND = '<div class="sound"><audio controls src="media/one.mp3" aria-label="One"></audio></div>';
const steps = () => [...document.querySelectorAll<HTMLElement>('.step')].map(({ hidden }) => hidden);

/** What the stand-in for a browser lacks: a recording of 100 seconds that plays. */
function playable(audio: HTMLAudioElement): void {
  let paused = true;
  Object.defineProperty(audio, 'duration', { value: 100 });
  Object.defineProperty(audio, 'paused', { get: () => paused });
  audio.play = async () => {
    paused = false;
    audio.dispatchEvent(new Event('play'));
  };
  audio.pause = () => {
    if (paused) return;
    paused = true;
    audio.dispatchEvent(new Event('pause'));
  };
  audio.dispatchEvent(new Event('loadedmetadata'));
}

function at(audio: HTMLAudioElement, seconds: number): void {
  audio.currentTime = seconds;
  audio.dispatchEvent(new Event('timeupdate'));
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

function openTalk() {
  const html = section(
    block('audio-lesson'),
    `<ol class="parts"><li class="part">${SOUND}<div class="dialogue">
     <p class="utterance" data-start="0" data-end="2000"><span class="speaker">Ann</span> <span class="said">Hello.</span></p>
     <p class="utterance" data-start="2500" data-end="4000"><span class="speaker">Ben</span> <span class="said">Hi.</span></p>
     </div></li></ol>`,
  );
  const { context, leaving } = open(html, [block('audio-lesson')], true);
  audioLesson(get('#b'), block('audio-lesson'), context);
  const audio = get<HTMLAudioElement>('audio');
  playable(audio);
  return { audio, leaving };
}

test('audio lesson: the line that is heard is marked, also in the pause after it', () => {
  const { audio } = openTalk();
  const marked = () => [...document.querySelectorAll('.is-spoken .said')].map((one) => one.textContent);
  press('.sound-play');
  expect(text('.sound-play')).toBe('Pause');
  at(audio, 1);
  expect(marked()).toEqual(['Hello.']);
  at(audio, 2.2);
  expect(marked()).toEqual(['Hello.']);
  at(audio, 3);
  expect(marked()).toEqual(['Hi.']);
  audio.dispatchEvent(new Event('ended'));
  expect(marked()).toEqual([]);
});

test('audio lesson: where the sound is missing, the lines are read and lead nowhere', () => {
  const { audio } = openTalk();
  Object.defineProperty(audio, 'error', { value: { code: 4 } });
  audio.dispatchEvent(new Event('error'));
  expect([text('.sound-missing'), document.querySelectorAll('.utterance button').length]).toEqual([
    'The sound cannot be played. Read on here instead.',
    0,
  ]);
  expect([...document.querySelectorAll('.speaker')].map((one) => one.textContent)).toEqual(['Ann', 'Ben']);
  press('.utterance .said');
  expect(audio.paused).toBe(true);
});

test('a recording in parts has a list of them with their lengths; closed parts wait', () => {
  const recall = '<div class="recall" id="r1"><details class="recall-answer"><p>x</p></details></div>';
  const html = section(
    block('audio-lesson'),
    `<ol class="parts"><li class="part"><h3 class="part-title">Up</h3>${SOUND}${recall}</li>
     <li class="part"><h3 class="part-title">Down</h3></li></ol>`,
  );
  const { context } = open(html, [block('audio-lesson')]);
  audioLesson(get('#b'), block('audio-lesson'), context);
  playable(get<HTMLAudioElement>('audio'));
  const parts = () => [...document.querySelectorAll<HTMLButtonElement>('.part-go')];
  expect(parts().map((part) => [part.textContent, part.disabled])).toEqual([
    ['Up (opens later) 1:40', false],
    ['Down (opens later) ', true],
  ]);
  expect(document.querySelector('.part-go .visually-hidden')?.hasAttribute('hidden')).toBe(true);
  press('.parts-locked button');
  expect(parts().map(({ disabled }) => disabled)).toEqual([false, false]);
  parts()[1]?.click();
  expect(document.activeElement?.textContent).toBe('Down');
});

test('audio lesson: any line is heard from its beginning, by its name or by a tap on it', () => {
  const { audio } = openTalk();
  const button = get('.utterance:last-child button');
  expect(button.getAttribute('aria-label')).toBe('Ben, play from here');
  button.click();
  expect([audio.currentTime, audio.paused]).toEqual([2.5, false]);
  press('.utterance:first-child .said');
  expect(audio.currentTime).toBe(0);
});

test('sound: it jumps; speed and place are kept for the next visit', () => {
  const { audio, leaving } = openTalk();
  at(audio, 50);
  press('[aria-label="10 seconds back"]');
  expect(audio.currentTime).toBe(40);
  press('[aria-label="10 seconds on"]');
  expect(audio.currentTime).toBe(50);
  const speed = get<HTMLSelectElement>('.sound-speed');
  speed.value = '1.5';
  speed.dispatchEvent(new Event('change'));
  leaving.abort();
  const again = openTalk().audio;
  expect([again.playbackRate, get<HTMLSelectElement>('.sound-speed').value]).toEqual([1.5, '1.5']);
  expect(again.currentTime).toBe(50);
  expect(get('.sound-position').getAttribute('aria-valuetext')).toBe('0:50 of 1:40');
});

test('sound: the place is kept while it plays, should the page go without a word', () => {
  const { audio } = openTalk();
  press('.sound-play');
  at(audio, 3);
  at(audio, 31);
  at(audio, 33);
  const again = openTalk().audio;
  expect(again.currentTime).toBe(31);
});

test('sound: what cannot be played says so and leaves the text', () => {
  const { audio } = openTalk();
  audio.dispatchEvent(new Event('error'));
  expect(text('.sound-missing')).toContain('cannot be played');
  expect(get('.sound-controls').hidden).toBe(true);
});

test('a recording that the browser had before the script goes on where it was', () => {
  vi.spyOn(HTMLMediaElement.prototype, 'readyState', 'get').mockReturnValue(1);
  vi.spyOn(HTMLMediaElement.prototype, 'duration', 'get').mockReturnValue(100);
  const { context } = open(section(block('audio-lesson'), SOUND), [block('audio-lesson')]);
  localStorage.setItem('hornbook.heard', JSON.stringify({ 'media/one.mp3': 40 }));
  const sound = buildSound(get('.sound'), context, () => {});
  expect([sound?.element.currentTime, text('.sound-time')]).toEqual([40, '0:40 / 1:40']);
});

test('audio book: captions run along while a passage is heard', () => {
  const html = section(
    block('audio-book'),
    `<ol class="book"><li class="book-section">${SOUND}<script type="application/json" class="cues">[[0,1000,"First."],[1000,2000,"Then."]]</script></li></ol>`,
  );
  const { context } = open(html, [block('audio-book')]);
  audioBook(get('#b'), block('audio-book'), context);
  const audio = get<HTMLAudioElement>('audio');
  playable(audio);
  expect(get('.caption-line').hidden).toBe(true);
  at(audio, 1.5);
  expect([text('.caption-line'), get('.caption-line').hidden]).toEqual(['Then.', false]);
});

test('worked example: steps come one by one, each asked for first', () => {
  const step = (n: number, prompt = '') =>
    `<li class="step">${prompt === '' ? '' : `<p class="step-prompt">${prompt}</p>`}<div class="step-text">${n}</div></li>`;
  const html = section(
    block('worked-example'),
    `<ol class="steps">${step(1)}${step(2, 'What is next?')}${step(3)}</ol>`,
  );
  const { context, said } = open(html, [block('worked-example')]);
  workedExample(get('#b'), block('worked-example'), context);
  expect([steps(), text('.step-think'), text('.step-offer .primary')]).toEqual([
    [false, true, true],
    'What is next?',
    'Show step 2',
  ]);
  press('.step-offer .primary');
  expect([steps(), said[said.length - 1]]).toEqual([[false, false, true], 'Step 2 of 3']);
  expect(document.activeElement?.textContent).toContain('2');
  expect(text('.step-think')).toContain('What comes next?');
  press('.step-offer .primary');
  expect([steps(), get('.step-offer').hidden]).toEqual([[false, false, false], true]);
});

test('worked example: a formula in what is asked for is shown as it is drawn', () => {
  const half = '<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>';
  const step = (n: number) =>
    `<li class="step"><p class="step-prompt">What is ${half}?</p><div class="step-text">${n}</div></li>`;
  const html = section(block('worked-example'), `<ol class="steps">${step(1)}${step(2)}</ol>`);
  const { context } = open(html, [block('worked-example')]);
  workedExample(get('#b'), block('worked-example'), context);
  expect(get('.step-think').innerHTML).toBe(`What is ${half}?`);
});

test('worked example: a first step that asks is not shown with its answer', () => {
  const step = (n: number) =>
    `<li class="step"><p class="step-prompt">Prompt ${n}</p><div class="step-text">${n}</div></li>`;
  const html = section(block('worked-example'), `<ol class="steps">${step(1)}${step(2)}</ol>`);
  const { context } = open(html, [block('worked-example')]);
  workedExample(get('#b'), block('worked-example'), context);
  expect([steps(), text('.step-think'), text('.step-offer .primary')]).toEqual([
    [true, true],
    'Prompt 1',
    'Show step 1',
  ]);
  press('.step-offer .primary');
  expect(steps()).toEqual([false, true]);
});

test('video: a service is asked only after the button is pressed', () => {
  const html = section(
    block('video'),
    `<h2 class="block-title">A film</h2><div class="film film-remote" data-embed="https://www.youtube-nocookie.com/embed/x?rel=0" data-service="YouTube"><p><a href="#">Open</a></p></div>`,
  );
  const { context } = open(html, [block('video')]);
  video(get('#b'), block('video'), context);
  expect(document.querySelector('iframe')).toBeNull();
  expect(text('.film-ask')).toContain('YouTube then learns');
  // The stand-in for a browser says that it loads no frame.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  press('.film-ask button');
  const frame = get<HTMLIFrameElement>('iframe');
  expect(frame.getAttribute('src')).toBe('https://www.youtube-nocookie.com/embed/x?rel=0&autoplay=1');
  expect(frame.title).toBe('A film');
});

test('video: a file that cannot be played opens the transcript', () => {
  const html = section(
    block('video'),
    `<div class="film"><video src="x.webm"></video></div><details class="transcript"><summary>Transcript</summary></details>`,
  );
  const { context } = open(html, [block('video')]);
  video(get('#b'), block('video'), context);
  get('video').dispatchEvent(new Event('error'));
  expect(get<HTMLDetailsElement>('.transcript').open).toBe(true);
  expect(text('.sound-missing')).toContain('Read the transcript');
});

test('the time of a recording is told as people say it', () => {
  expect([0, 65, 3725, Number.NaN].map(clock)).toEqual(['0:00', '1:05', '1:02:05', '0:00']);
});
