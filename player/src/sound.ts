import type { Context } from './context';
import { button, make } from './dom';
import { Store } from './store';

/*
 * A recording with its controls: play, jumps of ten seconds, position, speed. The speed is kept for all recordings, the
 * position for this one, in this browser.
 */

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const JUMP = 10;
const SPEED_KEPT = 'hornbook.speed';
const PLACE_KEPT = 'hornbook.heard';
/** Positions so near to the beginning or the end (seconds) are not worth coming back to. */
const EDGE = 5;
/** What was heard is remembered so often (seconds): a page may go without a word. */
const REMEMBER_EACH = 5;
/** So many recordings are remembered, the last heard first. */
const REMEMBERED = 50;

export interface Sound {
  readonly element: HTMLAudioElement;
  /** Go to a moment, in seconds, and play on from there. */
  playFrom(seconds: number): void;
}

const store = new Store(window);

/** Every recording on the page, so that one is silent when another speaks. */
const playing = new Set<HTMLAudioElement>();

/**
 * Replace the browser's own controls; null where there is nothing to hear. `heard` is told the position in milliseconds whenever it moves, and -1 when the
 * recording ends or cannot be played.
 */
export function buildSound(
  place: HTMLElement,
  { texts, signal }: Context,
  heard: (milliseconds: number) => void,
): Sound | null {
  const found = place.querySelector('audio');
  if (found === null) return null;
  const audio: HTMLAudioElement = found;
  const name = audio.getAttribute('src') ?? '';
  const missing = make('p', { class: 'sound-missing', role: 'status', hidden: true });
  const play = button(texts('sound-play'), 'primary sound-play', () => {
    if (audio.paused) start(audio);
    else audio.pause();
  });
  const back = jump('sound-back', -JUMP);
  const forward = jump('sound-forward', JUMP);
  const position = make('input', {
    type: 'range',
    class: 'sound-position',
    min: 0,
    max: 1,
    step: 'any',
    value: 0,
    'aria-label': texts('sound-position'),
  });
  const time = make('span', { class: 'sound-time', 'aria-hidden': 'true' });
  const speed = make(
    'select',
    { class: 'sound-speed', 'aria-label': texts('sound-speed') },
    ...SPEEDS.map((factor) => make('option', { value: factor }, `${factor}×`)),
  );
  const controls = make(
    'div',
    { class: 'sound-controls', role: 'group', 'aria-label': audio.getAttribute('aria-label') ?? '' },
    play,
    back,
    forward,
    speed,
    position,
    time,
  );

  function jump(label: string, seconds: number): HTMLButtonElement {
    const sign = seconds < 0 ? '−' : '+';
    const jumping = button(`${sign}${JUMP}`, 'quiet sound-jump', () => seek(audio.currentTime + seconds));
    jumping.setAttribute('aria-label', texts(label));
    return jumping;
  }
  let wanted: number | null = null;
  /** Before the beginning and after the end the browser stays inside. */
  function seek(seconds: number): void {
    wanted = seconds;
    audio.currentTime = seconds;
  }
  /** From a server that sends no parts of files one cannot go to a moment, but in a recording that is here as a whole. */
  async function takeWhole(): Promise<void> {
    const whole = await (await fetch(name)).blob();
    if (signal.aborted) return;
    const moment = wanted ?? audio.currentTime;
    const on = !audio.paused;
    audio.src = URL.createObjectURL(whole);
    audio.currentTime = moment;
    if (on) start(audio);
  }
  function show(): void {
    const all = Number.isFinite(audio.duration) ? audio.duration : 0;
    const told = texts('sound-time', { now: clock(audio.currentTime), all: clock(all) });
    position.max = String(all || 1);
    position.value = String(audio.currentTime);
    position.setAttribute('aria-valuetext', told);
    time.textContent = `${clock(audio.currentTime)} / ${clock(all)}`;
  }
  function setPlaying(on: boolean): void {
    play.textContent = texts(on ? 'sound-pause' : 'sound-play');
    place.classList.toggle('is-playing', on);
    // From the first sound on the controls stay in sight, and where the finger is.
    if (on) place.classList.add('was-played');
    if (on) playing.add(audio);
    else playing.delete(audio);
  }

  let remembered = 0;
  const listen = (event: string, react: () => void) => audio.addEventListener(event, react, { signal });
  listen('play', () => {
    for (const other of playing) if (other !== audio) other.pause();
    setPlaying(true);
  });
  listen('pause', () => {
    setPlaying(false);
    remember(name, audio.currentTime, audio.duration);
  });
  listen('timeupdate', () => {
    show();
    heard(Math.round(audio.currentTime * 1000));
    if (Math.abs(audio.currentTime - remembered) < REMEMBER_EACH) return;
    remembered = audio.currentTime;
    remember(name, audio.currentTime, audio.duration);
  });
  listen('ended', () => {
    remember(name, 0, 0);
    place.classList.remove('was-played');
    heard(-1);
  });
  const ready = () => {
    const before = recall(name);
    if (audio.currentTime === 0 && before > EDGE && before < audio.duration - EDGE)
      audio.currentTime = before;
    show();
    if (audio.seekable.length > 0 && audio.seekable.end(0) === 0) void takeWhole().catch(() => {});
  };
  listen('loadedmetadata', ready);
  listen('ratechange', () => {
    speed.value = String(audio.playbackRate);
  });
  const fail = () => {
    missing.textContent = texts('sound-missing');
    missing.hidden = false;
    controls.hidden = true;
    heard(-1);
  };
  listen('error', fail);
  position.addEventListener('input', () => seek(Number(position.value)));
  speed.addEventListener('change', () => {
    setSpeed(audio, Number(speed.value));
    store.keep(SPEED_KEPT, speed.value);
  });
  // The lesson leaves the page, or the page goes: a recording does not speak on from nowhere, and its place is kept.
  signal.addEventListener('abort', () => {
    remember(name, audio.currentTime, audio.duration);
    audio.pause();
    playing.delete(audio);
    URL.revokeObjectURL(audio.src);
  });

  audio.controls = false;
  setSpeed(audio, Number(store.get(SPEED_KEPT) ?? 1));
  speed.value = String(audio.playbackRate);
  place.append(controls, missing);
  show();
  // The browser may have had the recording before there was a script.
  if (audio.readyState > 0) ready();
  if (audio.error !== null) {
    fail();
    return null;
  }
  return {
    element: audio,
    playFrom(seconds) {
      seek(seconds);
      start(audio);
    },
  };
}

function start(audio: HTMLAudioElement): void {
  // Refused where the file is missing or the page was never touched: the error event says the first.
  void audio.play()?.catch(() => {});
}

function setSpeed(audio: HTMLAudioElement, factor: number): void {
  const speed = SPEEDS.includes(factor) ? factor : 1;
  audio.defaultPlaybackRate = speed;
  audio.playbackRate = speed;
}

/** Seconds as `1:05` or `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function remember(name: string, seconds: number, all: number): void {
  const others = Object.entries(places()).filter(([other]) => other !== name);
  const worth = seconds > EDGE && seconds < all - EDGE;
  const entries = worth ? [[name, Math.floor(seconds)] as [string, number], ...others] : others;
  store.keep(PLACE_KEPT, JSON.stringify(Object.fromEntries(entries.slice(0, REMEMBERED))));
}

function recall(name: string): number {
  const seconds = places()[name];
  return typeof seconds === 'number' ? seconds : 0;
}

function places(): Record<string, number> {
  try {
    const value: unknown = JSON.parse(store.get(PLACE_KEPT) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, number>) : {};
  } catch {
    return {};
  }
}
