/** The player of packages for SCORM 1.2: an LMS keeps the work, and this browser a copy. */
import { openWithLms } from './course-session';
import { scorm12 } from './homes/scorm12';
import { secondCopy } from './second-copy';
import { start } from './start';

secondCopy().then(() => start((course) => ({ session: openWithLms(course, window, scorm12(window)) })));
