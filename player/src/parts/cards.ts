/** What stands where flash cards are; a session of them comes when a learner turns to it. */
import { ATTACH } from '../blocks';
import { attach } from '../blocks/cards';

ATTACH.cards = attach;
