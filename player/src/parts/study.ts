/** Sessions of flash cards, and when cards come back. */
import { STUDY } from '../blocks';
import { attach } from '../blocks/deck-session';

STUDY.attach = attach;
