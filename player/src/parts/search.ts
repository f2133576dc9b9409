/** The search over the whole course. */
import { mark } from '../search/mark';
import { open } from '../search/panel';
import { SEARCH } from '../search-button';

SEARCH.part = { open, mark };
