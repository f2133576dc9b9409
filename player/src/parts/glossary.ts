/** Glossaries, and definitions that are shown where their terms are read. */
import { ATTACH, TERMS } from '../blocks';
import { attach } from '../blocks/glossary';
import { openTerm } from '../term-popover';

ATTACH.glossary = attach;
TERMS.open = openTerm;
