import { afterEach, describe, expect, test } from 'vitest';
import type { QuestionData } from '../src/course';
import { Fraction } from '../src/fraction';
import { inputOf } from '../src/questions';
import type { Answer } from '../src/questions/answer';
import { decodeState } from '../src/state/codec';
import { NO_QUESTION } from '../src/state/model';
import { answer, course, finishTheRest, handIn } from './homes/course';
import { Lms, type Version } from './homes/lms';
import { Memory, Page } from './homes/page';

const VERSIONS: Version[] = ['scorm12', 'scorm2004'];
const STATUS = { scorm12: 'cmi.core.lesson_status', scorm2004: 'cmi.completion_status' };
const RAW = { scorm12: 'cmi.core.score.raw', scorm2004: 'cmi.score.raw' };
const TIME = { scorm12: 'cmi.core.session_time', scorm2004: 'cmi.session_time' };
const PLACE = { scorm12: 'cmi.core.lesson_location', scorm2004: 'cmi.location' };
const EXIT = { scorm12: 'cmi.core.exit', scorm2004: 'cmi.exit' };
const MODE = { scorm12: 'cmi.core.lesson_mode', scorm2004: 'cmi.mode' };

let used: Lms[] = [];
const newLms = (...given: ConstructorParameters<typeof Lms>): Lms => {
  const lms = new Lms(...given);
  used.push(lms);
  return lms;
};

afterEach(() => {
  const violations = used.flatMap((lms) => lms.violations);
  used = [];
  expect(violations).toEqual([]);
});

/** After so many milliseconds the LMS has been told everything that it did not know at an opening. */
const RECOVERY = 5000;

const stateIn = (lms: Lms) => decodeState(lms.saved['cmi.suspend_data'] ?? '', 'tides');

describe.each(VERSIONS)('%s', (version) => {
  const open = (lms: Lms, storage: Storage | null = new Memory()) => {
    const page = new Page(storage).install(lms);
    return { page, session: page.open(course(version)) };
  };

  test('a new attempt opens in at most 12 calls: incomplete, to be suspended, committed once', () => {
    const lms = newLms(version);
    const { session } = open(lms);
    expect(lms.everyCall).toBeLessThanOrEqual(12);
    expect([...lms.sets()].sort()).toEqual([STATUS[version], EXIT[version]].sort());
    expect(lms.count('Commit')).toBe(1);
    expect(lms.saved).toMatchObject({ [STATUS[version]]: 'incomplete', [EXIT[version]]: 'suspend' });
    expect([session.connection, session.reason, session.saving]).toEqual(['connected', '', 'saved']);
  });

  test('opening again takes as few calls, whatever was done', () => {
    const lms = newLms(version);
    const first = open(lms);
    for (let slot = 4; slot < 9; slot++) first.session.answer(answer(slot));
    first.session.change(finishTheRest, { commit: true });
    first.page.leave();
    const second = open(lms, null);
    expect(lms.everyCall).toBeLessThanOrEqual(12);
    expect(second.session.state.questions.size).toBe(5);
    expect(lms.count('Commit')).toBe(1);
    second.page.clock.advance(120_000);
    expect(lms.count('Commit')).toBe(1);
  });

  test('one answer is one commit, with its state and its interaction', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    session.answer(answer(4, Fraction.of(1, 2)));
    expect(session.saving).toBe('waiting');
    page.clock.advance(0);
    expect([lms.count('Commit'), session.saving]).toEqual([2, 'saved']);
    session.answer(answer(5));
    page.clock.advance(0);
    expect(lms.count('Commit')).toBe(3);
    expect(stateIn(lms).state?.questions.get(4)).toMatchObject({
      tries: 1,
      recorded: 0,
      answer: { keys: [0, 2] },
    });
    expect(lms.saved).toMatchObject({
      'cmi.interactions.0.id': 'moon/question-4',
      'cmi.interactions.0.type': 'choice',
      'cmi.interactions.0.result': '0.5',
      'cmi.interactions.0.weighting': '2',
      'cmi.interactions.1.id': 'moon/question-5',
      'cmi.interactions.1.result': 'correct',
      ...(version === 'scorm12'
        ? {
            'cmi.interactions.0.student_response': '0,2',
            'cmi.interactions.0.correct_responses.0.pattern': '0,2',
            'cmi.interactions.0.latency': '0000:00:05.25',
          }
        : {
            'cmi.interactions.0.learner_response': '0[,]2',
            'cmi.interactions.0.correct_responses.0.pattern': '0[,]2',
            'cmi.interactions.0.latency': 'PT5.25S',
            'cmi.interactions.0.description': 'Which bodies pull the sea? {moon}',
          }),
    });
  });

  test('pairs and sequences are joined as the standard says, a sequence in its own order', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    const told = { description: '', weighting: 1 };
    session.answer({
      ...answer(4),
      interaction: { ...told, type: 'matching', response: ['b.0', '0.c', 'x'], correct: ['0.c', 'b.1'] },
    });
    session.answer({
      ...answer(5),
      interaction: { ...told, type: 'sequencing', response: ['2', '0', 'b', '-'], correct: ['0', '2', 'b'] },
    });
    page.clock.advance(0);
    const field = version === 'scorm12' ? 'student_response' : 'learner_response';
    const [dot, comma] = version === 'scorm12' ? ['.', ','] : ['[.]', '[,]'];
    expect(lms.saved).toMatchObject({
      'cmi.interactions.0.type': 'matching',
      [`cmi.interactions.0.${field}`]: `b${dot}0${comma}0${dot}c`,
      'cmi.interactions.0.correct_responses.0.pattern': `0${dot}c${comma}b${dot}1`,
      'cmi.interactions.1.type': 'sequencing',
      [`cmi.interactions.1.${field}`]: ['2', '0', 'b'].join(comma),
      'cmi.interactions.1.correct_responses.0.pattern': ['0', '2', 'b'].join(comma),
    });
  });

  test('answers of one event share a commit', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    for (let slot = 4; slot < 9; slot++) session.answer(answer(slot));
    session.change(handIn(Fraction.ONE), { commit: true });
    page.clock.advance(0);
    expect(lms.count('Commit')).toBe(2);
    expect(lms.saved['cmi.interactions.4.id']).toBe('moon/question-8');
  });

  test('a second try goes to the same interaction, also after coming back', () => {
    const lms = newLms(version);
    const first = open(lms);
    first.session.answer(answer(4, Fraction.ZERO));
    first.session.answer(answer(5));
    first.page.leave();
    expect(lms.saved['cmi.interactions.0.result']).toBe(version === 'scorm12' ? 'wrong' : 'incorrect');
    const second = open(lms, null);
    second.session.answer(answer(4, Fraction.ONE, 2));
    second.session.answer(answer(6));
    second.page.leave();
    const ids = Object.entries(lms.saved).filter(([element]) => element.endsWith('.id'));
    expect(ids.map(([, id]) => id)).toEqual(['moon/question-4', 'moon/question-5', 'moon/question-6']);
    expect(lms.saved['cmi.interactions.0.result']).toBe('correct');
  });

  test('a session of cards is one ungraded interaction a visit, sent with the commit of its card', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    const rate = (right: number) => {
      session.practised({ lesson: 'moon', block: 'deck', slot: 3, right, total: 2 });
      session.change((draft) => draft.cards.set(30 + right, 5), { commit: true });
      page.clock.advance(1);
    };
    const commits = lms.count('Commit');
    rate(1);
    rate(2);
    expect(lms.count('Commit')).toBe(commits + 2);
    const answered = version === 'scorm12' ? 'student_response' : 'learner_response';
    expect(lms.saved).toMatchObject({
      'cmi.interactions.0.id': 'moon/deck',
      'cmi.interactions.0.type': version === 'scorm12' ? 'performance' : 'other',
      [`cmi.interactions.0.${answered}`]: '2/2',
      'cmi.interactions.0.result': 'neutral',
      'cmi.interactions.0.weighting': '0',
    });
    expect(lms.saved['cmi.interactions.1.id']).toBeUndefined();
    page.leave();
    const again = open(lms);
    again.session.practised({ lesson: 'moon', block: 'deck', slot: 3, right: 1, total: 1 });
    again.session.change((draft) => draft.cards.set(31, 6), { commit: true });
    again.page.clock.advance(1);
    expect(lms.saved['cmi.interactions.1.id']).toBe('moon/deck');
  });

  test('an LMS that lost its interactions gets new ones from where it stands', () => {
    const lms = newLms(version);
    const first = open(lms);
    first.session.answer(answer(4));
    first.session.answer(answer(5));
    first.page.leave();
    for (const element of Object.keys(lms.saved)) {
      if (element.startsWith('cmi.interactions')) delete lms.saved[element];
    }
    const second = open(lms, null);
    second.session.answer(answer(5, Fraction.ONE, 2));
    second.page.leave();
    expect(lms.saved['cmi.interactions.0.id']).toBe('moon/question-5');
  });

  test('typed answers are one line within the limit, whatever was typed', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    const typed = ['{lang=en}x', 'a[,]a', `line\r\nbreak\u0007`, '🙂'.repeat(200), '', '  '];
    for (const [at, response] of typed.entries()) {
      const given = answer(20 + at, Fraction.ZERO);
      const interaction = {
        type: 'fill-in' as const,
        description: `{${'é'.repeat(300)}`,
        response,
        correct: ['tide', 'ebb[,]flow', '{x}', ''],
        caseMatters: true,
        weighting: 1,
      };
      session.answer({ ...given, state: { ...given.state, answer: { text: response } }, interaction });
    }
    session.answer({
      ...answer(40),
      interaction: { type: 'true-false', description: '', response: false, correct: true, weighting: 1 },
    });
    page.clock.advance(0);
    expect(session.saving).toBe('saved');
    const field = version === 'scorm12' ? 'student_response' : 'learner_response';
    expect(lms.saved[`cmi.interactions.2.${field}`]).toBe('line break');
    expect(lms.saved[`cmi.interactions.6.${field}`]).toBe(version === 'scorm12' ? 'f' : 'false');
    expect(lms.saved[`cmi.interactions.3.${field}`]?.length).toBe(version === 'scorm12' ? 254 : 250);
  });

  test('numbers, gaps and essays are told in the forms of the standard', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    const told = (slot: number, question: Partial<QuestionData>, given: Answer) => {
      const whole = { id: 'q', slot, points: 1, text: 'How?', type: 'short', ...question } as QuestionData;
      session.answer({
        ...answer(slot),
        interaction: {
          ...inputOf(whole).interaction(whole, given),
          description: whole.text,
          weighting: 1,
        },
      });
    };
    const gap = (key: string, accept: string) => ({ key, accept: [accept] });
    told(20, { type: 'number', accept: ['112 +- 1'], reject: [], decimals: 'comma' }, { text: '112,5' });
    told(21, { type: 'number', accept: ['112 +- 1 h'], reject: [] }, { text: '6720 min' });
    told(22, { type: 'number', accept: ['1.2 m/s'], reject: [], unit: 'shown' }, { text: '4.32 km/h' });
    told(23, { type: 'number', accept: ['1234567'], reject: [] }, { text: '1,234,567' });
    told(24, { type: 'number', accept: ['5'], reject: [] }, { text: '1e9' });
    const list = { key: '1', choices: [{ key: '0', right: true, text: 'down[,]hill' }] };
    told(25, { type: 'cloze', gaps: [gap('0', 'sea'), list, gap('2', 'sea')] }, { gaps: ['see', '0', null] });
    const many = Array.from({ length: 12 }, (_, at) => gap(at.toString(36), `word ${at}`));
    told(26, { type: 'cloze', gaps: many }, { gaps: many.map(({ accept }) => accept[0] as string) });
    told(27, { type: 'essay', byHand: true }, { text: `{First\nline} ${'é'.repeat(5000)}` });
    page.clock.advance(0);
    expect(session.saving).toBe('saved');
    const field = version === 'scorm12' ? 'student_response' : 'learner_response';
    const record = (at: number) =>
      ['type', field, 'correct_responses.0.pattern'].map(
        (name) => lms.saved[`cmi.interactions.${at}.${name}`],
      );
    const old = version === 'scorm12';
    expect([0, 1, 2, 3, 4, 5].map(record)).toEqual([
      ['numeric', '112.5', old ? '112' : '111[:]113'],
      ['fill-in', '6720 min', '112 h'],
      ['numeric', '1.2', old ? '1.2' : '1.2[:]1.2'],
      ['fill-in', '1,234,567', '1234567'],
      ['numeric', undefined, old ? '5' : '5[:]5'],
      old
        ? ['fill-in', 'see | down[,]hill |', 'sea | down[,]hill | sea']
        : ['fill-in', 'see[,]down(,)hill[,]', undefined],
    ]);
    expect(record(6)[1]?.split(old ? ' | ' : '[,]').length).toBe(old ? 12 : 10);
    const [type, response, pattern] = record(7);
    expect([type, response?.length, pattern]).toEqual([
      old ? 'fill-in' : 'long-fill-in',
      old ? 255 : 4000,
      undefined,
    ]);
  });

  test('the course ends as passed with its score', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    session.change(handIn(Fraction.of(2, 3)), { commit: true });
    page.clock.advance(0);
    expect(lms.saved).toMatchObject({ [RAW[version]]: '66.67', [STATUS[version]]: 'incomplete' });
    if (version === 'scorm2004') {
      expect(lms.saved).toMatchObject({ 'cmi.score.scaled': '0.6667', 'cmi.progress_measure': '0.25' });
    }
    session.change(finishTheRest, { commit: true });
    page.clock.advance(0);
    expect(lms.saved).toMatchObject(
      version === 'scorm12'
        ? { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.min': '0', 'cmi.core.score.max': '100' }
        : {
            'cmi.completion_status': 'completed',
            'cmi.success_status': 'passed',
            'cmi.progress_measure': '1',
          },
    );
  });

  test('zero points are a score, once the exam is handed in and not before', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    session.change(finishTheRest, { commit: true });
    page.clock.advance(0);
    expect(lms.saved[RAW[version]]).toBeUndefined();
    session.change(handIn(Fraction.ZERO), { commit: true });
    page.leave();
    expect(lms.saved).toMatchObject({ [RAW[version]]: '0', [STATUS[version]]: 'incomplete' });
    expect(stateIn(lms).state?.quizzes.get(3)?.score).toEqual(Fraction.ZERO);
  });

  test('failed comes only with the last try, and passing later raises it', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    session.change(finishTheRest, { commit: true });
    session.change(handIn(Fraction.of(1, 2)), { commit: true });
    page.clock.advance(0);
    expect(lms.saved[STATUS[version]]).toBe('incomplete');
    session.change(handIn(Fraction.of(1, 2), 2), { commit: true });
    page.clock.advance(0);
    const verdict = version === 'scorm12' ? 'cmi.core.lesson_status' : 'cmi.success_status';
    expect(lms.saved[verdict]).toBe('failed');
    session.change(handIn(Fraction.ONE, 2), { commit: true });
    page.clock.advance(0);
    expect(lms.saved[verdict]).toBe('passed');
  });

  test('passed and completed are never lowered', () => {
    const passed: Record<string, string> =
      version === 'scorm12'
        ? { 'cmi.core.lesson_status': 'passed' }
        : { 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' };
    const lms = newLms(version, passed);
    const { page, session } = open(lms);
    session.change(handIn(Fraction.ZERO), { commit: true });
    session.change(handIn(Fraction.ZERO, 2), { commit: true });
    session.change(finishTheRest, { commit: true });
    page.leave();
    expect(lms.saved).toMatchObject(passed);
    expect(lms.sets().filter((element) => element in passed)).toEqual([]);
  });

  test('a course with nothing graded ends as completed', () => {
    const lms = newLms(version);
    const page = new Page().install(lms);
    const whole = course(version);
    const session = page.open({ ...whole, lessons: whole.lessons.slice(1) });
    session.change(finishTheRest, { commit: true });
    page.leave();
    expect(lms.saved[STATUS[version]]).toBe('completed');
    expect(lms.saved['cmi.success_status']).toBeUndefined();
    expect(lms.saved[RAW[version]]).toBeUndefined();
  });

  test('leaving saves what waits, tells the time and ends once', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    session.moveTo(1, 2);
    page.clock.advance(3_250);
    session.answer(answer(4));
    page.leave();
    session.leave();
    page.leave();
    expect([lms.count('Terminate'), session.ended, session.reason]).toEqual([1, true, 'connection.ended']);
    expect(lms.calls[lms.calls.length - 1]?.name).toBe('Terminate');
    expect(lms.saved).toMatchObject({
      [TIME[version]]: version === 'scorm12' ? '0000:00:03.25' : 'PT3.25S',
      [PLACE[version]]: 'moon/talk',
      [EXIT[version]]: 'suspend',
    });
    expect(session.writable).toBe(false);
    page.comeBack();
    expect(page.reloads).toBe(1);
  });

  test('hiding commits what is unsaved, and nothing when all is saved', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    page.hide();
    expect(lms.count('Commit')).toBe(1);
    session.moveTo(10, 12);
    page.hide();
    expect(lms.count('Commit')).toBe(2);
    expect(lms.saved[PLACE[version]]).toBe('coast/deck');
    page.clock.advance(61_000);
    page.hide();
    expect(lms.count('Commit')).toBe(3);
    expect(lms.saved[TIME[version]]).toBe(version === 'scorm12' ? '0000:01:01.00' : 'PT1M1S');
  });

  test('words that are being typed are committed two seconds after a pause', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    const note = (text: string) =>
      session.change((draft) => draft.questions.set(4, { ...NO_QUESTION, answer: { text } }), {
        commit: false,
        soon: true,
      });
    note('the m');
    page.clock.advance(1900);
    note('the moo');
    expect(lms.count('Commit')).toBe(1);
    page.clock.advance(100);
    expect(lms.count('Commit')).toBe(2);
    expect(stateIn(lms).state?.questions.get(4)?.answer).toEqual({ text: 'the moo' });
  });

  test('scrolling commits at most every ten seconds', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    for (let round = 0; round < 300; round++) {
      session.moveTo(1, 2 + (round % 2));
      session.change((draft) => draft.seen.add(100 + round), { commit: false });
      page.clock.advance(100);
    }
    expect(lms.count('Commit')).toBe(1 + 3);
  });

  test.each(['review', 'browse'])('in %s nothing is written but cards', (mode) => {
    const lms = newLms(version);
    const before = open(lms);
    before.session.answer(answer(4));
    before.session.change(handIn(Fraction.ONE), { commit: true });
    before.session.change(finishTheRest, { commit: true });
    before.page.leave();
    lms.saved[MODE[version]] = mode;
    const kept = { ...lms.saved };
    const { page, session } = open(lms);
    expect([session.mode, session.writable, lms.sets()]).toEqual([mode, false, []]);
    session.answer(answer(4, Fraction.ZERO, 9));
    session.change(handIn(Fraction.ZERO, 9), { commit: true });
    session.moveTo(1, 2);
    page.clock.advance(120_000);
    page.hide();
    expect(lms.sets()).toEqual([]);
    expect(session.state.questions.get(4)?.tries).toBe(9);
    session.change((draft) => draft.cards.set(14, 0x1234567), { commit: true });
    page.clock.advance(0);
    page.leave();
    expect(new Set(lms.sets())).toEqual(new Set(['cmi.suspend_data', EXIT[version]]));
    const { state } = stateIn(lms);
    expect(state?.cards.get(14)).toBe(0x1234567);
    expect(state?.questions.get(4)?.tries).toBe(1);
    expect({ ...lms.saved, 'cmi.suspend_data': '' }).toEqual({ ...kept, 'cmi.suspend_data': '' });
  });

  test.each([
    ['cut', (text: string) => text.slice(0, -9)],
    ['altered', (text: string) => text.replace(/.{4}$/, 'AAAA')],
    ['in upper case', (text: string) => text.slice(0, 20) + text.slice(20).toUpperCase()],
  ])('data that come back %s are replaced by the copy in this browser', (_, damage) => {
    const lms = newLms(version);
    const storage = new Memory();
    const first = open(lms, storage);
    first.session.answer(answer(4));
    first.page.leave();
    const damaged = damage(lms.saved['cmi.suspend_data'] ?? '');
    lms.saved['cmi.suspend_data'] = damaged;
    const second = open(lms, storage);
    expect([second.session.notice, second.session.state.questions.size]).toEqual(['notice.restored', 1]);
    second.page.clock.advance(0);
    expect(stateIn(lms).state?.questions.size).toBe(1);
    expect([...storage.items.values()]).toContain(damaged);
  });

  test.each(['null', 'undefined'])('an LMS that writes "%s" for no data at all holds none', (nothing) => {
    const { session } = open(newLms(version, { 'cmi.suspend_data': nothing }));
    expect([session.notice, session.state.questions.size]).toEqual(['', 0]);
  });

  test('damaged data and no copy: a clean start, with a word about it', () => {
    const lms = newLms(version, { 'cmi.suspend_data': 'bookmark=7;score=3' });
    const { session } = open(lms);
    expect([session.notice, session.state.questions.size]).toEqual(['notice.unreadable', 0]);
    session.answer(answer(4));
    session.flush();
    expect(stateIn(lms).state?.questions.size).toBe(1);
  });

  test('an LMS that only said "saved" gets everything at the next launch', () => {
    const lms = newLms(version);
    const storage = new Memory();
    const first = open(lms, storage);
    first.session.answer(answer(4));
    first.page.clock.advance(0);
    lms.lies = true;
    first.session.answer(answer(5));
    first.session.change(handIn(Fraction.ONE), { commit: true });
    first.page.leave();
    lms.lies = false;
    expect(stateIn(lms).state?.questions.size).toBe(1);
    const second = open(lms, storage);
    expect([second.session.notice, second.session.state.questions.size]).toEqual(['notice.restored', 2]);
    second.page.clock.advance(RECOVERY);
    expect(stateIn(lms).state?.questions.size).toBe(2);
    expect(lms.saved[RAW[version]]).toBe('100');
  });

  describe('a new attempt', () => {
    /** An attempt left in the middle: practice, an open exam with an answer, cards, reading; then the LMS begins anew. */
    const leftInTheMiddle = () => {
      const lms = newLms(version);
      const storage = new Memory();
      const { page, session } = open(lms, storage);
      session.answer(answer(20, Fraction.of(1, 2), 2));
      session.change(
        (draft) => {
          draft.quizzes.set(3, { attempt: 2, seed: 9, handedIn: 1, open: true, score: Fraction.ONE });
          draft.quizzes.set(11, { attempt: 1, seed: 8, handedIn: 0, open: true, score: Fraction.of(1, 2) });
          draft.questions.set(4, { ...answer(4).state, recorded: -1 });
          draft.cards.set(13, 5);
          draft.seen.add(2).add(30);
          draft.place = { lesson: 10, block: 12 };
        },
        { commit: true },
      );
      page.leave();
      for (const element of Object.keys(lms.saved)) {
        if (!/_id$/.test(element)) delete lms.saved[element];
      }
      return { lms, storage, before: session.state };
    };

    test('starts clean and offers the earlier answers', () => {
      const { lms, storage, before } = leftInTheMiddle();
      const { session } = open(lms, storage);
      expect([session.state.questions.size, session.state.cards.size, session.notice]).toEqual([0, 0, '']);
      expect(session.state.attempt).not.toBe(before.attempt);
      expect(session.offer).toEqual({ taken: false, dismissed: false, answers: 2, cards: 1 });
      expect(lms.everyCall).toBeLessThanOrEqual(12);
    });

    test('takes practice and cards over as they are, and nothing that a grade hangs on', () => {
      const { lms, storage } = leftInTheMiddle();
      const { page, session } = open(lms, storage);
      const { replaced } = session;
      session.takeOffer();
      expect(session.replaced).toBe(replaced + 1);
      page.clock.advance(0);
      const kept = stateIn(lms).state;
      expect(kept?.questions.get(20)).toMatchObject({ tries: 2, marked: true, recorded: -1 });
      expect(kept?.questions.get(4)).toMatchObject({ tries: 0, marked: false, answer: { keys: [0, 2] } });
      expect(kept?.questions.get(4)?.earned.equals(Fraction.ZERO)).toBe(true);
      expect([kept?.quizzes.has(3), kept?.quizzes.get(11)?.seed]).toEqual([false, 8]);
      expect([kept?.cards.get(13), [...(kept?.seen ?? [])], kept?.place]).toEqual([
        5,
        [2, 30],
        { lesson: 10, block: 12 },
      ]);
      expect([lms.saved[RAW[version]], lms.saved['cmi.interactions.0.id']]).toEqual([undefined, undefined]);
      page.leave();
      // Taken, it is not offered again; the old entry, which the LMS had acknowledged but for its end, may go.
      expect(open(lms, storage).session.offer).toBeNull();
    });

    test('gives back what was taken, but for what was worked on since', () => {
      const { lms, storage } = leftInTheMiddle();
      const { page, session } = open(lms, storage);
      session.takeOffer();
      session.answer(answer(20, Fraction.ONE, 3));
      expect(session.offer).toMatchObject({ taken: true, answers: 2, cards: 1 });
      session.returnOffer();
      page.clock.advance(0);
      expect([...(stateIn(lms).state?.questions.keys() ?? [])]).toEqual([20]);
      expect([session.state.cards.size, session.state.seen.size, session.state.place]).toEqual([0, 0, null]);
      expect(session.offer).toMatchObject({ taken: false, cards: 1 });
    });

    test('puts nothing in the place of what was answered anew', () => {
      const { lms, storage } = leftInTheMiddle();
      const { session } = open(lms, storage);
      session.answer(answer(20, Fraction.ZERO));
      session.change((draft) => draft.cards.set(13, 9), { commit: true });
      session.change(handIn(Fraction.ZERO), { commit: true });
      session.takeOffer();
      expect(session.state.questions.get(20)?.tries).toBe(1);
      expect([session.state.cards.get(13), session.state.questions.has(4)]).toEqual([9, false]);
      expect(session.state.quizzes.get(3)).toMatchObject({ handedIn: 1, attempt: 1 });
    });

    test('offers no more when that was put aside, and then only while this page is open', () => {
      const { lms, storage } = leftInTheMiddle();
      const first = open(lms, storage);
      first.session.dismissOffer();
      expect(first.session.offer).toMatchObject({ dismissed: true, taken: false });
      first.page.leave();
      expect(open(lms, storage).session.offer).toBeNull();
    });

    test('offers again after a reload, and no more once much was done', () => {
      const { lms, storage } = leftInTheMiddle();
      const first = open(lms, storage);
      first.session.answer(answer(5));
      first.page.leave();
      const second = open(lms, storage);
      expect(second.session.offer).not.toBeNull();
      for (let slot = 30; slot < 38; slot++) second.session.answer(answer(slot));
      expect(second.session.offer).not.toBeNull();
      second.session.answer(answer(38));
      expect(second.session.offer).toBeNull();
      second.session.takeOffer();
      expect(second.session.state.questions.has(20)).toBe(false);
    });

    test('offers nothing of a finished attempt, of another learner or from another place', () => {
      const { lms, storage } = leftInTheMiddle();
      const learner = version === 'scorm12' ? 'cmi.core.student_id' : 'cmi.learner_id';
      expect(open(newLms(version, { [learner]: 'grace' }), storage).session.offer).toBeNull();
      const elsewhere = new Page(storage, 'https://lms.example/content/8/index.html').install(
        newLms(version),
      );
      expect(elsewhere.open(course(version)).offer).toBeNull();
      const { page, session } = open(lms, storage);
      session.dismissOffer();
      session.change(handIn(Fraction.ONE), { commit: true });
      session.change(finishTheRest, { commit: true });
      page.clock.advance(0);
      // Nobody erased the entry at the end.
      page.die();
      const next = open(newLms(version), storage);
      next.page.clock.advance(1000);
      expect([next.session.writable, next.session.offer]).toEqual([true, null]);
      expect([...storage.items.keys()].some((key) => key.includes(session.state.attempt))).toBe(false);
    });

    test('offers what an LMS never heard of and another attempt holds', () => {
      const { lms, storage } = leftInTheMiddle();
      const cutOff = open(lms, storage);
      cutOff.session.dismissOffer();
      lms.fault = ({ name }) => (name === 'GetValue' ? null : 'false');
      cutOff.session.answer(answer(21));
      cutOff.page.leave();
      lms.fault = () => null;
      const other = newLms(version);
      open(other, null).session.answer(answer(22));
      const elsewhere = open(other, null);
      elsewhere.session.answer(answer(22));
      elsewhere.page.leave();
      const { session } = open(other, storage);
      expect([...session.state.questions.keys()]).toEqual([22]);
      session.takeOffer();
      expect([...session.state.questions.keys()].sort()).toEqual([21, 22]);
    });

    test('offers nothing in review', () => {
      const { storage } = leftInTheMiddle();
      const review = open(newLms(version, { [MODE[version]]: 'review' }), storage);
      expect(review.session.offer).toBeNull();
      review.session.takeOffer();
      expect(review.session.state.questions.size).toBe(0);
    });
  });

  test('work whose attempt never reached the LMS is taken up, for this learner only', () => {
    const storage = new Memory();
    const work = () => {
      const lms = newLms(version);
      const page = open(lms, storage);
      lms.fault = ({ name }) => (name === 'GetValue' ? null : 'false');
      page.session.answer(answer(4));
      page.page.leave();
    };
    work();
    const learner = version === 'scorm12' ? 'cmi.core.student_id' : 'cmi.learner_id';
    const other = open(newLms(version, { [learner]: 'grace' }), storage);
    expect(other.session.state.questions.size).toBe(0);
    const again = newLms(version);
    const same = open(again, storage);
    expect(same.session.state.questions.size).toBe(1);
    same.page.clock.advance(RECOVERY);
    expect(again.saved['cmi.interactions.0.id']).toBe('moon/question-4');
  });

  test('opening after a failure takes as few calls: answers at once, the rest soon or with the next answer', () => {
    for (const next of ['wait', 'answer', 'leave'] as const) {
      const lms = newLms(version);
      const storage = new Memory();
      const first = open(lms, storage);
      lms.fault = () => 'false';
      for (let slot = 4; slot < 9; slot++) first.session.answer(answer(slot));
      first.session.change(handIn(Fraction.ONE), { commit: true });
      first.session.change(finishTheRest, { commit: true });
      first.session.moveTo(10, 12);
      first.page.clock.advance(30_000);
      first.page.die();
      lms.fault = () => null;
      const { page, session } = open(lms, storage);
      page.clock.advance(1000);
      expect(lms.everyCall).toBeLessThanOrEqual(12);
      expect(stateIn(lms).state?.questions.size).toBe(5);
      expect([session.saving, lms.count('Commit')]).toEqual(['waiting', 1]);
      page.clock.advance(RECOVERY - 1);
      expect(lms.count('Commit')).toBe(1);
      if (next === 'wait') page.clock.advance(1);
      if (next === 'answer') session.answer(answer(20));
      if (next === 'leave') page.leave();
      page.clock.advance(0);
      expect(session.saving).toBe('saved');
      expect(lms.saved).toMatchObject({
        'cmi.interactions.4.id': 'moon/question-8',
        [RAW[version]]: '100',
        [STATUS[version]]: version === 'scorm12' ? 'passed' : 'completed',
        [PLACE[version]]: 'coast/deck',
      });
    }
  });

  test('two devices: nothing done on either is lost', () => {
    const lms = newLms(version);
    const laptop = new Memory();
    const first = open(lms, laptop);
    first.session.answer(answer(4));
    first.page.clock.advance(0);
    lms.fault = () => 'false';
    first.session.answer(answer(5));
    first.session.answer(answer(6));
    first.page.leave();
    lms.fault = () => null;
    const phone = open(lms, new Memory());
    for (let tries = 1; tries < 9; tries++) {
      phone.session.answer(answer(7, Fraction.ONE, tries));
      phone.page.clock.advance(0);
    }
    phone.page.leave();
    const back = open(lms, laptop);
    expect([...back.session.state.questions.keys()].sort()).toEqual([4, 5, 6, 7]);
    back.page.clock.advance(0);
    expect([...(stateIn(lms).state?.questions.keys() ?? [])].sort()).toEqual([4, 5, 6, 7]);
  });

  test('a finished and acknowledged attempt leaves nothing in the browser', () => {
    const lms = newLms(version);
    const storage = new Memory();
    const { page, session } = open(lms, storage);
    session.change(handIn(Fraction.ONE), { commit: true });
    session.change(finishTheRest, { commit: true });
    page.clock.advance(0);
    expect(storage.entries).toBe(1);
    page.leave();
    expect(storage.length).toBe(0);
  });

  describe('two windows', () => {
    const two = (lms = newLms(version), storage = new Memory()) => {
      const first = open(lms, storage);
      const second = open(lms, storage);
      return { lms, storage, first, second };
    };

    test('the second reads only, and tells the LMS nothing, also when it is left', () => {
      const lms = newLms(version);
      const storage = new Memory();
      const first = open(lms, storage);
      first.session.answer(answer(4));
      first.page.clock.advance(0);
      const saved = { ...lms.saved };
      const kept = storage.getItem(
        [...storage.items.keys()].find((key) => key.startsWith('hornbook:')) ?? '',
      );
      const { page, session } = open(lms, storage);
      expect([session.reading, session.writable, session.reason]).toEqual([
        true,
        false,
        'connection.reading',
      ]);
      expect(session.state.questions.size).toBe(1);
      session.answer(answer(5));
      session.change(handIn(Fraction.ONE), { commit: true });
      session.moveTo(10, 12);
      session.flush();
      page.clock.advance(60_000);
      page.leave();
      expect([lms.sets(), lms.count('Commit'), lms.count('Terminate')]).toEqual([[], 0, 0]);
      expect([...storage.items.values()]).toContain(kept);
      expect(lms.saved).toEqual(saved);
      first.session.answer(answer(5));
      first.page.clock.advance(0);
      expect([first.session.writable, stateIn(lms).state?.questions.size]).toEqual([true, 2]);
    });

    test('the second takes over all that was done in the first, and the first ends', () => {
      const { lms, first, second } = two();
      const replaced = [first.session.replaced, second.session.replaced];
      first.session.answer(answer(4));
      first.page.clock.advance(0);
      first.session.answer(answer(5));
      let lastWords = 0;
      first.session.beforeLastSave(() => lastWords++);
      second.session.takeOver();
      expect([first.session.ended, first.session.reason, lastWords]).toEqual([
        true,
        'connection.elsewhere',
        1,
      ]);
      expect([second.session.writable, second.session.reason, second.session.notice]).toEqual([true, '', '']);
      expect([...second.session.state.questions.keys()]).toEqual([4, 5]);
      expect(second.session.state.attempt).toBe(first.session.state.attempt);
      expect([first.session.replaced, second.session.replaced]).toEqual(replaced.map((count) => count + 1));
      second.session.answer(answer(6));
      second.page.clock.advance(RECOVERY);
      // The second window's LMS knew nothing of the first one's answers: it is told them again.
      expect(lms.saved).toMatchObject({
        'cmi.interactions.0.id': 'moon/question-4',
        'cmi.interactions.1.id': 'moon/question-5',
        'cmi.interactions.2.id': 'moon/question-6',
      });
      const saved = { ...lms.saved };
      first.session.answer(answer(7, Fraction.ZERO));
      first.session.change(handIn(Fraction.ZERO), { commit: true });
      first.page.clock.advance(60_000);
      first.page.leave();
      expect(lms.saved).toEqual(saved);
      expect([...(stateIn(lms).state?.questions.keys() ?? [])]).toEqual([4, 5, 6]);
    });

    test('the second goes on by itself when the first is closed, and knows what was finished there', () => {
      const { lms, storage, first, second } = two();
      first.session.answer(answer(4));
      first.session.change(handIn(Fraction.ONE), { commit: true });
      first.session.change(finishTheRest, { commit: true });
      first.page.clock.advance(0);
      first.page.leave();
      // Finished and acknowledged: the journal has forgotten it, the second window has not.
      expect(storage.entries).toBe(1);
      expect([second.session.writable, second.session.progress().completion]).toEqual([true, 'completed']);
      second.page.clock.advance(RECOVERY);
      expect(lms.saved).toMatchObject({ [RAW[version]]: '100' });
      expect(stateIn(lms).state?.questions.size).toBe(1);
    });

    test('a window that is stuck is passed over, and gives way when it wakes', () => {
      const { lms, first, second } = two();
      first.session.answer(answer(4));
      first.page.clock.advance(0);
      first.page.freeze();
      second.session.takeOver();
      expect(second.session.writable).toBe(false);
      second.page.clock.advance(3000);
      expect([second.session.writable, second.session.state.questions.size]).toEqual([true, 1]);
      second.session.answer(answer(5));
      second.page.clock.advance(RECOVERY);
      const saved = { ...lms.saved };
      first.session.answer(answer(6));
      first.page.clock.advance(60_000);
      expect([first.session.ended, first.session.reason]).toEqual([true, 'connection.elsewhere']);
      expect(lms.saved).toEqual(saved);
    });

    test('after a killed tab the course is open for writing within a second', () => {
      const lms = newLms(version);
      const storage = new Memory();
      const first = open(lms, storage);
      first.session.answer(answer(4));
      first.page.clock.advance(0);
      first.page.die();
      const { page, session } = open(lms, storage);
      expect([session.writable, session.reason, session.saving]).toEqual([
        false,
        'connection.asking',
        'waiting',
      ]);
      page.clock.advance(1000);
      expect([session.writable, session.state.questions.size]).toEqual([true, 1]);
      session.answer(answer(5));
      page.clock.advance(0);
      expect(stateIn(lms).state?.questions.size).toBe(2);
    });

    test('of three, one writes', () => {
      const { lms, storage, first, second } = two();
      const third = open(lms, storage);
      first.page.leave();
      const pages = [second.session, third.session];
      expect(pages.filter(({ writable }) => writable).length).toBe(1);
    });

    test('a window in a new attempt of the LMS takes nothing over unasked', () => {
      const lms = newLms(version);
      const storage = new Memory();
      const first = open(lms, storage);
      first.session.answer(answer(4));
      first.page.clock.advance(0);
      const anew = newLms(version);
      const second = open(anew, storage);
      second.session.takeOver();
      expect([second.session.writable, second.session.state.questions.size]).toEqual([true, 0]);
      expect(second.session.offer).toMatchObject({ taken: false, answers: 1 });
      expect(first.session.ended).toBe(true);
    });

    test('another learner of this browser, and another place, are no second window', () => {
      const { storage } = two();
      const learner = version === 'scorm12' ? 'cmi.core.student_id' : 'cmi.learner_id';
      expect(open(newLms(version, { [learner]: 'grace' }), storage).session.writable).toBe(true);
      const elsewhere = new Page(storage, 'https://lms.example/content/8/index.html').install(
        newLms(version),
      );
      expect(elsewhere.open(course(version)).writable).toBe(true);
    });
  });

  test('what the LMS acknowledged while the page went away counts only when it is read back', () => {
    const lms = newLms(version);
    const storage = new Memory();
    const first = open(lms, storage);
    first.session.change((draft) => draft.seen.add(3), { commit: false });
    first.page.window.dispatchEvent(new Event('pagehide'));
    const empty = newLms(version);
    const second = open(empty, storage);
    expect([...second.session.state.seen]).toEqual([3]);
  });

  test('a finished attempt keeps its score when the course has more to do today', () => {
    const lms = newLms(version);
    lms.saved[STATUS[version]] = version === 'scorm12' ? 'passed' : 'completed';
    lms.saved[RAW[version]] = '100';
    const { page, session } = open(lms);
    session.change(handIn(Fraction.of(1, 2)), { commit: true });
    page.leave();
    expect(lms.saved[RAW[version]]).toBe('100');
  });

  test('storage that is blocked or full: the LMS alone keeps all', () => {
    const full = new Memory();
    full.room = 10;
    for (const storage of [null, full]) {
      const lms = newLms(version);
      const { page, session } = open(lms, storage);
      session.answer(answer(4));
      page.clock.advance(0);
      expect([session.saving, session.backedUp]).toEqual(['saved', false]);
      expect(stateIn(lms).state?.questions.size).toBe(1);
    }
  });

  test('a failing save waits, says so, backs off and arrives', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    let failing = true;
    lms.fault = ({ name }) => (failing && name === 'Commit' ? 'false' : null);
    session.answer(answer(4));
    page.clock.advance(0);
    expect([session.connection, session.reason, session.saving]).toEqual([
      'lost',
      'connection.lost',
      'waiting',
    ]);
    expect(session.diagnostic).toMatchObject({ code: '101' });
    const before = lms.count('Commit');
    page.clock.advance(2000 + 4000 + 8000 + 16_000);
    expect(lms.count('Commit') - before).toBe(4);
    failing = false;
    page.clock.advance(60_000);
    expect([session.connection, session.reason, session.saving]).toEqual(['connected', '', 'saved']);
    expect(lms.saved['cmi.interactions.0.result']).toBe('correct');
  });

  test('interactions wait as long as the LMS takes nothing at all, and then come in order', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    lms.fault = () => 'false';
    for (let tries = 1; tries < 9; tries++) {
      session.answer(answer(4, Fraction.ONE, tries));
      page.clock.advance(1000);
    }
    session.answer(answer(5));
    lms.fault = () => null;
    page.clock.advance(61_000);
    expect(session.saving).toBe('saved');
    expect(lms.saved).toMatchObject({
      'cmi.interactions.0.id': 'moon/question-4',
      'cmi.interactions.1.id': 'moon/question-5',
    });
  });

  test('an interaction that the LMS refuses without a reason is given up after some tries, the answer never', () => {
    const lms = newLms(version);
    const { page, session } = open(lms);
    lms.fault = ({ element }) => (element.startsWith('cmi.interactions.0') ? 'undefined' : null);
    session.answer(answer(4));
    page.clock.advance(0);
    expect(session.saving).toBe('waiting');
    page.clock.advance(61_000);
    expect([session.saving, session.reason]).toEqual(['saved', '']);
    expect(stateIn(lms).state?.questions.size).toBe(1);
  });

  test('data that the LMS refuses for good are said to be lost to it, and kept here', () => {
    const lms = newLms(version);
    const storage = new Memory();
    const page = new Page(storage).install(lms);
    const session = page.open(course(version, { limit: 40 }));
    for (let slot = 4; slot < 60; slot++) session.answer(answer(slot));
    page.clock.advance(0);
    expect([session.saving, session.reason]).toEqual(['lost', 'connection.rejected']);
    expect(lms.saved['cmi.suspend_data'] ?? '').toBe('');
    expect(session.state.questions.size).toBe(56);
    expect(storage.entries).toBe(1);
  });

  test('an API that appears late gets what was done until then', () => {
    const lms = newLms(version);
    const page = new Page();
    const session = page.open(course(version));
    expect([session.connection, session.reason]).toEqual(['none', 'connection.searching']);
    let told = 0;
    session.subscribe(() => told++);
    session.answer(answer(4));
    page.clock.advance(4000);
    page.install(lms);
    page.clock.advance(5000 + RECOVERY);
    expect([session.connection, session.reason, session.saving]).toEqual(['connected', '', 'saved']);
    expect(told).toBeGreaterThan(1);
    expect(stateIn(lms).state?.questions.size).toBe(1);
    expect(lms.saved['cmi.interactions.0.id']).toBe('moon/question-4');
    expect(lms.count('Initialize')).toBe(1);
  });

  test('without any API the course works, says so, and this browser keeps it', () => {
    const storage = new Memory();
    const first = new Page(storage);
    const session = first.open(course(version));
    first.clock.advance(20_000);
    expect([session.connection, session.reason]).toEqual(['none', 'connection.none']);
    session.answer(answer(4));
    first.leave();
    expect(session.ended).toBe(false);
    expect(new Page(storage).open(course(version)).state.questions.size).toBe(1);
  });

  test("what stands under nobody's name is never given to a learner", () => {
    const storage = new Memory();
    const nobody = new Page(storage);
    nobody.open(course(version)).answer(answer(4));
    nobody.leave();
    const lms = newLms(version);
    const { session } = open(lms, storage);
    expect(session.state.questions.size).toBe(0);
    // Nor when the API comes late and the page had shown it.
    const late = new Page(storage);
    const other = late.open(course(version));
    other.answer(answer(5));
    const second = newLms(version);
    late.install(second);
    late.clock.advance(300);
    // The learner has the course open in another window already; what was done here is not forgotten.
    expect([other.writable, stateIn(second).state]).toEqual([false, null]);
    other.takeOver();
    expect([...(stateIn(second).state?.questions.keys() ?? [])]).toEqual([5]);
  });

  test('an LMS whose reading fails is not taken for a new attempt', () => {
    const lms = newLms(version);
    const first = open(lms);
    first.session.answer(answer(4));
    first.page.leave();
    const kept = lms.saved['cmi.suspend_data'];
    for (const fault of ['empty', 'undefined', 'throw'] as const) {
      lms.fault = ({ element }) => (element === 'cmi.suspend_data' ? fault : null);
      const { page, session } = open(lms, null);
      expect(session.reason).toBe('connection.searching');
      page.clock.advance(300);
      expect(lms.saved['cmi.suspend_data']).toBe(kept);
      lms.fault = () => null;
      page.clock.advance(600);
      expect([session.connection, session.state.questions.size]).toEqual(['connected', 1]);
    }
  });

  test('a refused session is said to be so and the course works', () => {
    const lms = newLms(version);
    lms.fault = ({ name }) => (name === 'Initialize' ? 'false' : null);
    const { page, session } = open(lms);
    page.clock.advance(30_000);
    expect([session.connection, session.reason]).toEqual(['none', 'connection.refused']);
    session.answer(answer(4));
    expect(session.state.questions.size).toBe(1);
  });
});

test('a web course is kept by this browser, over closing and coming back', () => {
  const storage = new Memory();
  const page = new Page(storage);
  const session = page.open(course('web'));
  expect([session.connection, session.reason, session.mode]).toEqual(['none', 'connection.web', 'normal']);
  session.answer(answer(4));
  expect(session.saving).toBe('saved');
  page.leave();
  page.comeBack();
  expect([session.ended, page.reloads]).toEqual([false, 0]);
  const again = new Page(storage).open(course('web'));
  expect(again.state.questions.get(4)?.tries).toBe(1);
  expect(new Page(storage).open(course('web', { package: 'other' })).state.questions.size).toBe(0);
});

test('a web course in two windows is written by one of them', () => {
  const storage = new Memory();
  const first = new Page(storage);
  const writing = first.open(course('web'));
  writing.answer(answer(4));
  const page = new Page(storage);
  const reading = page.open(course('web'));
  expect([reading.writable, reading.reason, reading.state.questions.size]).toEqual([
    false,
    'connection.reading',
    1,
  ]);
  writing.answer(answer(5));
  reading.takeOver();
  expect([writing.ended, reading.writable, reading.state.questions.size]).toEqual([true, true, 2]);
  page.leave();
  page.comeBack();
  expect([reading.writable, reading.reason]).toEqual([true, 'connection.web']);
});

test('a web course in a browser that keeps nothing says that it is lost', () => {
  const session = new Page(null).open(course('web'));
  session.answer(answer(4));
  expect([session.saving, session.notice, session.backedUp]).toEqual(['lost', 'notice.no-storage', false]);
});
