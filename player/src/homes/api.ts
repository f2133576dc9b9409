import type { Diagnostic } from './home';

/** An LMS's API object: functions of strings that should return strings, and may do anything. */
export type Api = Record<string, (...values: string[]) => unknown>;

const MOST_PARENTS = 500;

/**
 * The API object called `name`: in this window's parents, then in the opener and its parents, then in the opener of
 * the topmost window (a pop-up whose content stands in frames). A window that is its own parent, or belongs to
 * somebody else, ends a chain.
 */
export function findApi(window: Window, name: string): Api | null {
  return inChain(window, name) ?? inChain(openerOf(window), name) ?? inChain(openerOf(window.top), name);
}

function inChain(start: Window | null, name: string): Api | null {
  let window = start;
  for (let level = 0; window !== null && level <= MOST_PARENTS; level++) {
    try {
      const api = (window as unknown as Record<string, unknown>)[name];
      if (api !== null && typeof api === 'object') return api as Api;
      if (window.parent === window) return null;
      window = window.parent;
    } catch {
      // A frame of another origin lets nobody look inside, nor further up.
      return null;
    }
  }
  return null;
}

function openerOf(window: Window | null): Window | null {
  try {
    return (window?.opener as Window | null | undefined) ?? null;
  } catch {
    return null;
  }
}

/** The words of one standard for the same calls. */
export interface Calls {
  readonly api: string;
  readonly initialize: string;
  readonly terminate: string;
  readonly get: string;
  readonly set: string;
  readonly commit: string;
  readonly lastError: string;
  readonly errorString: string;
}

/** Calls that never throw, whatever the API does; the last failure is kept for the status panel. */
export class GuardedApi {
  diagnostic: Diagnostic | null = null;

  constructor(
    private readonly api: Api,
    private readonly calls: Calls,
  ) {}

  /** True when the LMS said so; else `failure` tells its error code. */
  initialize(): boolean {
    return this.accepted('initialize', '');
  }

  commit(): boolean {
    return this.accepted('commit', '');
  }

  terminate(): boolean {
    return this.accepted('terminate', '');
  }

  set(element: string, value: string): boolean {
    return this.accepted('set', element, value);
  }

  /**
   * The value; null when the call failed. Only a count may come as a number, and only an LMS that says in so many
   * words that there was no error may answer with nothing for what was never set.
   */
  get(element: string): string | null {
    const value = this.call('get', element);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && element.endsWith('._count')) return String(value);
    if (value === null && this.lastError() === '0') return '';
    this.blame('get', element);
    return null;
  }

  /** The LMS's error code of the call before, as text; '' when it cannot tell. */
  lastError(): string {
    const code = this.call('lastError');
    return code === undefined || code === null ? '' : String(code);
  }

  private accepted(call: keyof Calls, ...values: string[]): boolean {
    const answer = this.call(call, ...values);
    const good =
      answer === true || answer === 1 || (typeof answer === 'string' && /^(true|1)$/i.test(answer));
    if (!good) this.blame(call, values[0] ?? '');
    return good;
  }

  private blame(call: keyof Calls, element: string): void {
    const code = this.lastError();
    const text = code === '' || code === '0' ? '' : this.call('errorString', code);
    this.diagnostic = { call: `${this.calls[call]}(${element})`, code, text: String(text ?? '') };
  }

  /** The answer; null where there was none, undefined where the call failed. */
  private call(name: keyof Calls, ...values: string[]): unknown {
    try {
      return this.api[this.calls[name]]?.(...values) ?? null;
    } catch {
      return undefined;
    }
  }
}
