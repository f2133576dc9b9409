/** The player of packages for SCORM 2004: an LMS keeps the work, and this browser a copy. */
import { openWithLms } from './course-session';
import { scorm2004 } from './homes/scorm2004';
import { secondCopy } from './second-copy';
import { start } from './start';

secondCopy().then(() => start((course) => ({ session: openWithLms(course, window, scorm2004(window)) })));
