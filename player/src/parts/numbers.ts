/** Typed numbers, with units; it comes when somebody types one. */
import { INPUTS, MARKS } from '../questions';
import { number as line } from '../questions/inputs/number';
import { NUMBERS } from '../questions/notice';
import { mark, quantities } from '../questions/number';

INPUTS.number = line;
MARKS.number = mark;
NUMBERS.haveUnit = (accept) => quantities(accept).some((key) => key.unit !== null);
