/** The games, with what the lesson holds. */
import { GAMES } from '../blocks';
import { drill } from '../games/drill';
import { math } from '../games/math';
import { memory } from '../games/memory';
import { typing } from '../games/typing';
import { words } from '../games/words';

Object.assign(GAMES, { memory, typing, math, words, drill });
