/** Definitions that open where their terms are read. */
import { TERMS } from '../blocks';
import { openTerm } from '../term-popover';

TERMS.open = openTerm;
