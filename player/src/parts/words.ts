/** Typed words as they are compared; it comes when somebody types. Other parts take from it what they need. */
import { MARKS } from '../questions';
import { mark } from '../questions/short';

MARKS.short = mark;
