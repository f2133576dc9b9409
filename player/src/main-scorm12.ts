/** The player of packages for SCORM 1.2: an LMS keeps the work, and this browser a copy. */
import { scorm12 } from './homes/scorm12';
import { openSession } from './session';
import { start } from './start';

start((course) => ({ session: openSession(course, window, scorm12(window)) }));
