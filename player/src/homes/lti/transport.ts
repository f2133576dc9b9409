/** How the pages of the LTI tool speak to it: with the cookie of their launch, or with its token in a header. */
export type Reply =
  | { readonly kind: 'ok'; readonly data: unknown }
  /** No answer, or one that says "not now": the same request may work later, at the earliest after `wait`. */
  | { readonly kind: 'later'; readonly wait: number }
  /** The launch has ended: the LMS must open the activity anew. */
  | { readonly kind: 'ended' }
  /** The request is wrong for what it is: no repetition helps. */
  | { readonly kind: 'refused'; readonly status: number; readonly problem: string };

/** No answer of the tool takes longer; a request that hangs is tried again. */
const TIME_LIMIT = 20_000;
const LONGEST_WAIT = 60_000;
/** Bytes of a request that the browser finishes also where its page goes away; all at once they may be 64 KB. */
const OUTLIVES_PAGE = 8000;

export class Transport {
  private readonly token: string;

  constructor(private readonly window: Window & typeof globalThis) {
    const handle = /\/l\/([\w-]+)\//.exec(window.location.pathname)?.[1] ?? '';
    this.token = read(window, `hb_${handle}`);
  }

  /** What tells the tool whose request it is, where no cookie does. */
  get headers(): Record<string, string> {
    return this.token === '' ? {} : { 'Hornbook-Launch': this.token };
  }

  get(path: string): Promise<Reply> {
    return this.ask(path, {});
  }

  /** `last`: sent while the page goes away, so the browser finishes it afterwards, as it does with all short ones. */
  post(path: string, body: unknown, last = false): Promise<Reply> {
    const text = JSON.stringify(body);
    const keepalive = last || new TextEncoder().encode(text).length <= OUTLIVES_PAGE;
    return this.ask(path, { method: 'POST', body: text, keepalive });
  }

  private async ask(path: string, init: RequestInit): Promise<Reply> {
    const limit = new AbortController();
    const timer = this.window.setTimeout(() => limit.abort(), TIME_LIMIT);
    try {
      const response = await this.window.fetch(path, {
        ...init,
        headers: { ...this.headers, Accept: 'application/json', 'Content-Type': 'application/json' },
        credentials: 'same-origin',
        signal: limit.signal,
      });
      return await replyOf(response);
    } catch {
      return { kind: 'later', wait: 0 };
    } finally {
      this.window.clearTimeout(timer);
    }
  }
}

async function replyOf(response: Response): Promise<Reply> {
  const { status } = response;
  if (status === 401) return { kind: 'ended' };
  if (status === 408 || status === 429 || status >= 500) {
    const seconds = Number(response.headers.get('Retry-After') ?? 0);
    return { kind: 'later', wait: Math.min(Number.isFinite(seconds) ? seconds * 1000 : 0, LONGEST_WAIT) };
  }
  // A page of a proxy or of a network that wants a login answers too, in good health and with something else.
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return { kind: 'later', wait: 0 };
  const data: unknown = await response.json();
  if (response.ok) return { kind: 'ok', data };
  const problem = (data as { problem?: unknown } | null)?.problem;
  return { kind: 'refused', status, problem: typeof problem === 'string' ? problem : '' };
}

function read(window: Window, key: string): string {
  try {
    return window.sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}
