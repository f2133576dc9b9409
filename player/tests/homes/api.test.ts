import { describe, expect, test } from 'vitest';
import { type Calls, findApi, GuardedApi } from '../../src/homes/api';

interface Frame {
  API?: object;
  parent: Frame;
  opener: Frame | null;
  top: Frame;
}

/** `depth` frames inside each other; the innermost and the topmost. */
function frames(depth: number): { inner: Frame; top: Frame } {
  const top = { opener: null } as unknown as Frame;
  top.parent = top;
  top.top = top;
  let inner = top;
  for (let level = 0; level < depth; level++) inner = { parent: inner, opener: null, top };
  return { inner, top };
}

const find = (frame: Frame) => findApi(frame as unknown as Window, 'API');

describe('the search for the API', () => {
  const api = { LMSInitialize: () => 'true' };

  test.each([0, 1, 10, 499])('finds it %i frames up', (depth) => {
    const { inner, top } = frames(depth);
    top.API = api;
    expect(find(inner)).toBe(api);
  });

  test('gives up after 500 frames, and on a page of its own', () => {
    const { inner, top } = frames(501);
    top.API = api;
    expect(find(inner)).toBeNull();
    expect(find(frames(0).inner)).toBeNull();
  });

  test('finds it in the frames of the window that opened this one', () => {
    const lms = frames(3);
    lms.top.API = api;
    const popup = frames(0);
    popup.top.opener = lms.inner;
    expect(find(popup.inner)).toBe(api);
    const framed = frames(2);
    framed.top.opener = lms.inner;
    expect(find(framed.inner)).toBe(api);
  });

  test('a parent of another origin ends the way up, not the search', () => {
    const foreign = new Proxy({} as Frame, {
      get: () => {
        throw new Error('SecurityError');
      },
    });
    const lms = frames(0);
    lms.top.API = api;
    const inner: Frame = { parent: foreign, opener: lms.top, top: foreign };
    expect(find(inner)).toBe(api);
    expect(find({ ...inner, opener: null })).toBeNull();
  });

  test('an API that is no object is none', () => {
    const { inner, top } = frames(1);
    for (const nothing of [null, 7, 'API']) {
      Object.assign(inner, { API: nothing });
      top.API = api;
      expect(find(inner)).toBe(api);
    }
  });
});

describe('calls', () => {
  const calls: Calls = {
    api: 'API',
    initialize: 'init',
    terminate: 'finish',
    get: 'get',
    set: 'set',
    commit: 'commit',
    lastError: 'error',
    errorString: 'text',
  };
  const answering = (answer: unknown) =>
    new GuardedApi(
      { commit: () => answer, get: () => answer, error: () => 301, text: () => 'Not initialized' },
      calls,
    );

  test.each([true, 'true', 'True', 1, '1'])('%j is yes', (answer) => {
    const api = answering(answer);
    expect([api.commit(), api.diagnostic]).toEqual([true, null]);
  });

  test.each([false, 'false', 0, '', 'yes', undefined, null, {}, Number.NaN])('%j is no', (answer) => {
    const api = answering(answer);
    expect(api.commit()).toBe(false);
    expect(api.diagnostic).toEqual({ call: 'commit()', code: '301', text: 'Not initialized' });
  });

  test.each([
    [undefined, 0, ''],
    [null, '0', ''],
    [undefined, 301, null],
    [undefined, undefined, null],
    [false, '0', null],
  ])('for what was never set, %j with the error %j is read as %j', (answer, error, read) => {
    expect(new GuardedApi({ get: () => answer, error: () => error }, calls).get('x')).toBe(read);
  });

  test('a call that throws has no value, even if there was no error', () => {
    const broken = () => {
      throw new Error('gone');
    };
    expect(new GuardedApi({ get: broken, error: () => '0' }, calls).get('x')).toBeNull();
  });

  test('an API that throws, or has none of the functions, is answered for', () => {
    const broken = {
      commit: () => {
        throw new Error('gone');
      },
      error: () => {
        throw new Error('gone');
      },
    };
    for (const api of [new GuardedApi(broken, calls), new GuardedApi({}, calls)]) {
      expect([api.commit(), api.get('x'), api.lastError()]).toEqual([false, null, '']);
      expect(api.diagnostic).toEqual({ call: 'get(x)', code: '', text: '' });
    }
  });
});
