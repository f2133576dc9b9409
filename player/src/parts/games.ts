/** What stands where a game can be played; the games themselves come when one is begun. */
import { ATTACH } from '../blocks';
import { attach } from '../blocks/game';

ATTACH.game = attach;
