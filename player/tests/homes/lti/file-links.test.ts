import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renewLinks } from '../../../src/homes/lti/file-links';
import { Transport } from '../../../src/homes/lti/transport';

const OLD = '/l/h1/files/media/dot-1.svg?until=100&proof=abc';
const NEW = '/l/h1/files/media/dot-1.svg?until=900&proof=def';

let asked: string[] = [];
let answer: () => Response;

beforeEach(() => {
  asked = [];
  answer = () => Response.json({ link: NEW });
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return answer();
  });
  document.body.innerHTML = `<img src="${OLD}"><audio src="${OLD}#t=3"></audio><img id="other" src="/x.svg">`;
});
afterEach(() => vi.unstubAllGlobals());
renewLinks(document, new Transport(window));

const fail = async (selector: string) => {
  document.querySelector(selector)?.dispatchEvent(new Event('error'));
  await vi.waitFor(() => undefined);
  await new Promise((done) => setTimeout(done));
};
const source = (selector: string) => document.querySelector(selector)?.getAttribute('src');

test('a picture whose link is too old gets another', async () => {
  await fail('img');
  expect(asked).toEqual(['/l/h1/api/file-link?until=100&proof=abc&path=media%2Fdot-1.svg']);
  expect(source('img')).toBe(NEW);
});

test('a sound goes on where it was', async () => {
  await fail('audio');
  expect(source('audio')).toBe(`${NEW}#t=3`);
});

test('what fails for another reason is left alone', async () => {
  await fail('#other');
  expect(asked).toEqual([]);
  answer = () => Response.json({ link: OLD });
  await fail('img');
  expect(source('img')).toBe(OLD);
  answer = () => new Response('', { status: 404 });
  await fail('audio');
  expect(source('audio')).toBe(`${OLD}#t=3`);
});
