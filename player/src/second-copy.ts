import { SECOND } from './store';

/*
 * A second copy of what this browser keeps. An LMS may empty `localStorage` whenever somebody logs in, as Moodle does:
 * just when a learner comes back to send what an expired session could not.
 */

const NAME = 'hornbook';
/** Stands in `localStorage` as long as nobody has emptied it. */
const MARK = 'hornbook-whole';
/** Milliseconds that a page waits for the second copy. */
const PATIENCE = 1000;

const answered = <T>(request: IDBRequest<T>) =>
  new Promise<T>((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = failed;
  });

/** From now on keep a second copy; first, what is missing in `localStorage` comes back from it. */
export const secondCopy = () =>
  new Promise<void>((done) => {
    setTimeout(done, PATIENCE);
    // Without it the page does as well as it can.
    begin().then(done, done);
  });

async function begin(): Promise<void> {
  const opening = indexedDB.open(NAME);
  opening.onupgradeneeded = () => opening.result.createObjectStore(NAME);
  const database = answered(opening);
  const copy = async () => (await database).transaction(NAME, 'readwrite').objectStore(NAME);
  SECOND.keep = (key, value) => {
    copy()
      .then((store) => (value === null ? store.delete(key) : store.put(value, key)))
      .catch(() => {});
  };
  if (localStorage.getItem(MARK) !== null) return;
  const store = await copy();
  const [keys, values] = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
  keys.forEach((key, at) => {
    if (localStorage.getItem(String(key)) === null) localStorage.setItem(String(key), values[at]);
  });
  localStorage.setItem(MARK, '');
}
