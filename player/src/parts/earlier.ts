/** The work of earlier attempts that this browser holds; it comes where there is some. */
import { EarlierWork } from '../earlier';
import { EARLIER } from '../session';

EARLIER.find = EarlierWork.find;
