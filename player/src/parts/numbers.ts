/** Typed numbers, with units; it comes when somebody types one. */
import { convention } from '../digits';
import { INPUTS, MARKS } from '../questions';
import { number as line } from '../questions/inputs/number';
import { NUMBERS } from '../questions/notice';
import { mark, quantities } from '../questions/number';

INPUTS.number = line;
MARKS.number = mark;
NUMBERS.haveUnit = (accept) => quantities(accept).some((key) => key.unit !== null);
NUMBERS.example = (lang) => (convention(lang) === 'comma' ? '1234,5' : '1234.5');
