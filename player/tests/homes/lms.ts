import { Scorm12API, Scorm2004API } from 'scorm-again';
import { accepts, SCORM12, SCORM2004 } from './formats';

export type Version = 'scorm12' | 'scorm2004';
type Functions = Record<string, (...values: string[]) => unknown>;

/** What a call does instead of answering. */
export type Fault = 'throw' | 'false' | 'undefined' | 'number' | 'empty' | null;

export interface Call {
  readonly name: string;
  readonly element: string;
  readonly value: string;
}

const WORDS = {
  scorm12: { api: 'API', prefix: 'LMS', terminate: 'LMSFinish', refused: '405' },
  scorm2004: { api: 'API_1484_11', prefix: '', terminate: 'Terminate', refused: '406' },
} as const;

/**
 * A learning management system: npm scorm-again answers, a strict guard in front of it refuses what the tables
 * refuse, keeps what was committed for the next launch, counts, and fails on request.
 */
export class Lms {
  /** Committed elements; the next launch starts from them. */
  saved: Record<string, string>;
  /** Calls since the last launch, without questions about errors. */
  calls: Call[] = [];
  /** Every call since the last launch. */
  everyCall = 0;
  readonly violations: string[] = [];
  fault: (call: Call) => Fault = () => null;
  /** Commits say true and nothing is stored: the session behind them has expired. */
  lies = false;
  constructor(
    readonly version: Version,
    saved: Record<string, string> = {},
  ) {
    const learner = version === 'scorm12' ? 'cmi.core.student_id' : 'cmi.learner_id';
    this.saved = { [learner]: 'ada', ...saved };
  }

  /** The name under which the API stands in a window, and a fresh API over what was saved. */
  launch(): { name: string; api: Functions } {
    const { api: name, prefix, terminate, refused } = WORDS[this.version];
    const quiet = { autocommit: false, logLevel: 5 };
    const real = (this.version === 'scorm12'
      ? new Scorm12API(quiet)
      : new Scorm2004API(quiet)) as unknown as Functions;
    real.loadFromFlattenedJSON?.(this.saved as unknown as string, '');
    this.calls = [];
    this.everyCall = 0;
    const set: Record<string, string> = {};
    // As Moodle does in 2004, a commit also stores again what was known at the launch.
    const known = this.version === 'scorm2004' ? { ...this.saved } : {};
    let error = '';
    let state: 'new' | 'open' | 'closed' = 'new';

    const run = (call: Call): unknown => {
      const { element, value } = call;
      if (call.name === 'Initialize') {
        if (state !== 'new') this.violations.push('Initialize twice');
        state = 'open';
      } else if (state !== 'open') {
        this.violations.push(`${call.name}(${element}) while ${state}`);
      }
      if (call.name === 'SetValue') {
        if (!accepts(this.version === 'scorm12' ? SCORM12 : SCORM2004, element, value)) {
          this.violations.push(`${element} = ${value}`);
          error = refused;
          return 'false';
        }
        const answer = real[`${prefix}SetValue`]?.(element, value);
        if (String(answer) === 'true') set[element] = value;
        else
          this.violations.push(
            `scorm-again refused ${element} = ${value}: ${real[`${prefix}GetLastError`]?.()}`,
          );
        return answer;
      }
      if (call.name === 'GetValue') return real[`${prefix}GetValue`]?.(element);
      if (call.name !== 'Initialize') {
        if (!this.lies) Object.assign(this.saved, known, set);
        if (this.version === 'scorm12') for (const element of Object.keys(set)) delete set[element];
      }
      if (call.name === 'Terminate') state = 'closed';
      return real[call.name === 'Terminate' ? terminate : prefix + call.name]?.('');
    };

    const guarded =
      (name: string) =>
      (element: string, value = '') => {
        const call = { name, element, value };
        this.calls.push(call);
        this.everyCall++;
        error = '';
        const fault = this.fault(call);
        if (fault !== null) error = '101';
        if (fault === 'throw') throw new Error('the LMS stumbled');
        if (fault === 'false') return 'false';
        if (fault === 'number') return 7;
        if (fault === 'empty') return '';
        return fault === 'undefined' ? undefined : run(call);
      };
    const api: Functions = {};
    for (const call of ['Initialize', 'GetValue', 'SetValue', 'Commit', 'Terminate']) {
      api[call === 'Terminate' ? terminate : prefix + call] = guarded(call) as Functions[string];
    }
    api[`${prefix}GetLastError`] = () => {
      this.everyCall++;
      return error === '' ? real[`${prefix}GetLastError`]?.() : error;
    };
    api[`${prefix}GetErrorString`] = (code) => real[`${prefix}GetErrorString`]?.(code ?? '');
    return { name, api };
  }

  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  /** Elements set since the last launch, in order. */
  sets(): string[] {
    return this.calls.filter(({ name }) => name === 'SetValue').map(({ element }) => element);
  }
}
