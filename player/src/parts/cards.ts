/** Flash cards and when they come back. */
import { ATTACH } from '../blocks';
import { attach } from '../blocks/cards';

ATTACH.cards = attach;
