import type { Transport } from './transport';

/** The address of a file of a launch: `/l/HANDLE/files/PATH?until=...&proof=...`. */
const LINK = /^(.*\/l\/[\w-]+\/)files\/(.+)$/;

/**
 * Links to pictures and sounds are good for some minutes. Where there are no cookies, one that is asked for later fails;
 * the tool then gives another, and what was played goes on where it was.
 */
export function renewLinks(document: Document, transport: Transport): void {
  document.addEventListener(
    'error',
    (event) => {
      const { target } = event;
      if (target instanceof HTMLImageElement || target instanceof HTMLMediaElement)
        void renew(target, transport);
    },
    { capture: true },
  );
}

async function renew(element: HTMLImageElement | HTMLMediaElement, transport: Transport): Promise<void> {
  const old = new URL(element.src, element.baseURI);
  const [, root, path] = LINK.exec(old.pathname) ?? [];
  if (root === undefined || path === undefined) return;
  const asked = new URLSearchParams(old.search);
  asked.set('path', decodeURIComponent(path));
  const reply = await transport.get(`${root}api/file-link?${asked}`);
  const link = reply.kind === 'ok' ? (reply.data as { link?: unknown }).link : null;
  // The same link once more: it is something else that fails.
  if (typeof link !== 'string' || link === old.pathname + old.search) return;
  if (element instanceof HTMLImageElement) {
    element.src = link;
    return;
  }
  const { currentTime, paused } = element;
  element.addEventListener(
    'loadedmetadata',
    () => {
      element.currentTime = currentTime;
    },
    { once: true },
  );
  element.src = link + old.hash;
  if (!paused) void element.play().catch(() => {});
}
