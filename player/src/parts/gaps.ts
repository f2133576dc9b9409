/** Texts with gaps. */
import { INPUTS, MARKS } from '../questions';
import { mark } from '../questions/cloze';
import { cloze } from '../questions/inputs/cloze';

INPUTS.cloze = cloze;
MARKS.cloze = mark;
