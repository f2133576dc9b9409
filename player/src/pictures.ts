/** A picture that is missing or broken shows its words in a frame; where places in it are asked for, their list opens. */
export function followPictures(main: HTMLElement, signal: AbortSignal): void {
  main.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLImageElement)) return;
      target.classList.add('missing');
      const list = target.closest('.picture')?.parentElement?.querySelector('details');
      if (list != null) list.open = true;
    },
    // Errors of pictures do not bubble.
    { capture: true, signal },
  );
}
