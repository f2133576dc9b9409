import { readCues } from '../captions';
import type { Attach } from '../context';
import { button, make } from '../dom';

/** A film of the course plays with its captions; one at a service is asked for only after the learner agreed. */
export const attach: Attach = (section, _block, { texts }) => {
  const film = section.querySelector<HTMLElement>('.film');
  if (film === null) return;
  const video = film.querySelector('video');
  const { embed = '', service = '' } = film.dataset;
  if (video !== null) playOwn(film, video);
  else if (embed !== '') askFirst(film, embed, service);

  function playOwn(film: HTMLElement, video: HTMLVideoElement): void {
    const cues = readCues(film);
    if (cues.length > 0) {
      // A <track> cannot load from disk, so the cues come with the page.
      const track = video.addTextTrack(
        'captions',
        document.documentElement.lang,
        document.documentElement.lang,
      );
      for (const [start, end, text] of cues) track.addCue(new VTTCue(start / 1000, end / 1000, text));
      track.mode = 'showing';
    }
    const fail = () => {
      const transcript = section.querySelector<HTMLDetailsElement>('.transcript');
      if (transcript !== null) transcript.open = true;
      const key = transcript === null ? 'film-missing-alone' : 'film-missing';
      video.replaceWith(make('p', { class: 'sound-missing', role: 'status' }, texts(key)));
    };
    if (video.error !== null) fail();
    else video.addEventListener('error', fail, { once: true });
  }

  function askFirst(film: HTMLElement, embed: string, service: string): void {
    const ask = make(
      'div',
      { class: 'film-ask' },
      button(texts('film-play', { service }), 'primary', () => {
        const frame = make('iframe', {
          src: `${embed}${embed.includes('?') ? '&' : '?'}autoplay=1`.replace(
            /(#[^&]*)(&autoplay=1)$/,
            '$2$1',
          ),
          title: section.querySelector('.block-title')?.textContent ?? service,
          allow: 'autoplay; fullscreen; picture-in-picture; encrypted-media',
          referrerpolicy: 'strict-origin-when-cross-origin',
          allowfullscreen: true,
        });
        film.querySelector('.film-poster')?.remove();
        ask.replaceWith(frame);
        frame.focus();
      }),
      make('p', { class: 'small' }, texts('film-consent', { service })),
    );
    film.prepend(ask);
  }
};
