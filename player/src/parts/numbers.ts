/** Questions whose answers are numbers, with units, and texts with gaps, which may be numbers too. */
import { TYPES } from '../questions';
import * as cloze from '../questions/cloze';
import { cloze as text } from '../questions/inputs/cloze';
import { number as line } from '../questions/inputs/number';
import { keys } from '../questions/notice';
import * as number from '../questions/number';

TYPES.number = { ...number, input: line };
TYPES.cloze = { ...cloze, input: text };
keys.haveUnit = (accept) => number.quantities(accept).some((key) => key.unit !== null);
