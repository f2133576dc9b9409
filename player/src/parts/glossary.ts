/** The tools of glossaries. */
import { ATTACH } from '../blocks';
import { attach } from '../blocks/glossary';

ATTACH.glossary = attach;
