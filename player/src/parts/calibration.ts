/** What certainty and truth of a quiz have to do with each other, once it was handed in. */
import { certaintyParts } from '../blocks/quiz-calibration';
import { CALIBRATION } from '../blocks/quiz-result';

CALIBRATION.parts = certaintyParts;
