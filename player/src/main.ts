/** The player of packages: an LMS or this browser keeps the work. */
import { openSession } from './session';
import { start } from './start';

start((course) => ({ session: openSession(course, window) }));
