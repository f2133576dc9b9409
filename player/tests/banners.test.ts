import { beforeEach, expect, test } from 'vitest';
import { buildBanners } from '../src/banners';
import { textsOf } from '../src/strings';
import { answer, course } from './homes/course';
import { Lms } from './homes/lms';
import { Memory, Page } from './homes/page';
import { get, STRINGS, text } from './player';

/** After so many milliseconds the LMS has been told everything that it did not know at an opening. */
const RECOVERY = 5000;

beforeEach(() => {
  document.body.innerHTML = '<div id="shell_banners"></div>';
});

/** Work that an LMS said it had saved, and lost; the course opened again in the same browser. */
function afterALoss() {
  const lms = new Lms('scorm2004');
  const storage = new Memory();
  const before = new Page(storage).install(lms);
  const earlier = before.open(course('scorm2004'));
  earlier.answer(answer(6));
  before.clock.advance(0);
  lms.lies = true;
  earlier.answer(answer(4));
  before.leave();
  lms.lies = false;
  const page = new Page(storage).install(lms);
  const session = page.open(course('scorm2004'));
  const update = buildBanners(get('#shell_banners'), course('scorm2004'), session, textsOf(STRINGS));
  session.subscribe(update);
  update();
  return { lms, page, session };
}

test('what was restored says that it is saved once it is, in the same place', () => {
  const { page } = afterALoss();
  const banner = get('.banner');
  expect([banner.getAttribute('role'), text('.banner p')]).toEqual(['status', STRINGS['notice.restored']]);
  page.clock.advance(RECOVERY);
  // The element that is listened to already: a new one might be read out twice, or not at all.
  expect([get('.banner') === banner, text('.banner p')]).toEqual([true, STRINGS['notice.restored-saved']]);
});

test('what is done later does not bring back that it is being saved, and a lost connection ends it', () => {
  const { lms, page, session } = afterALoss();
  page.clock.advance(RECOVERY);
  session.answer(answer(5));
  expect(text('.banner p')).toBe(STRINGS['notice.restored-saved']);
  lms.fault = () => 'false';
  page.clock.advance(RECOVERY);
  const said = [...document.querySelectorAll('.banner p')].map((one) => one.textContent);
  expect(said).toEqual([STRINGS['connection.lost']]);
});

test('a new banner leaves those that stand untouched', () => {
  const { lms, page, session } = afterALoss();
  lms.fault = () => 'false';
  const restored = get('.banner');
  session.answer(answer(5));
  page.clock.advance(RECOVERY);
  const [first, second] = document.querySelectorAll('.banner');
  expect([first?.getAttribute('role'), second === restored]).toEqual(['alert', true]);
  get<HTMLButtonElement>('.banner button').click();
  expect(document.querySelectorAll('.banner').length).toBe(1);
});
