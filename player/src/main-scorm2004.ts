/** The player of packages for SCORM 2004: an LMS keeps the work, and this browser a copy. */
import { scorm2004 } from './homes/scorm2004';
import { openSession } from './session';
import { start } from './start';

start((course) => ({ session: openSession(course, window, scorm2004(window)) }));
