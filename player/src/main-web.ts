/** The player of packages for the plain web: this browser keeps the work. */
import { openSession } from './session';
import { start } from './start';

start((course) => ({ session: openSession(course, window) }));
