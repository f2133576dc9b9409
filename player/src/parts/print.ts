/** The lesson on paper. */

import { PRINT } from '../print-choice';
import { print } from '../printing';

PRINT.part = { print };
