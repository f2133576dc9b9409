/** The player inside the LTI tool, which keeps the work, and asks and marks the quizzes; all parts are in it. */
import './parts/arranging';
import './parts/calibration';
import './parts/cards';
import './parts/display';
import './parts/games';
import './parts/gaps';
import './parts/glossary';
import './parts/media';
import './parts/numbers';
import './parts/play';
import './parts/search';
import './parts/study';
import './parts/terms';
import './parts/words';
import { remote } from './blocks/quiz-remote';
import { showDue } from './homes/lti/due-note';
import { renewLinks } from './homes/lti/file-links';
import { showGrade } from './homes/lti/grade-note';
import { readOpening } from './homes/lti/opening';
import { LtiSession } from './homes/lti/session';
import { haveParts } from './late';
import { openSession } from './session';
import { start } from './start';
import { textsOf } from './strings';

haveParts('blocks', 'calibration', 'play', 'display', 'search', 'study', 'terms', 'words', 'numbers');
start((course) => {
  const opening = readOpening(document);
  if (opening === null) return { session: openSession(course, window) };
  const session = new LtiSession(course, opening, window);
  renewLinks(document, session.transport);
  const texts = textsOf(course.strings);
  showDue(opening.due, texts);
  showGrade(course, session, texts);
  return {
    session,
    remoteQuiz: (section, block, context) => remote(section, block, context, session),
    headers: () => session.transport.headers,
  };
});
