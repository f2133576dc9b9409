/** Games with what the lesson holds. */
import { ATTACH } from '../blocks';
import { attach } from '../blocks/game';

ATTACH.game = attach;
