/** Tests have every part of the player from the start; `late.test.ts` tells how parts come. */
import '../src/parts/arranging';
import '../src/parts/calibration';
import '../src/parts/cards';
import '../src/parts/display';
import '../src/parts/earlier';
import '../src/parts/games';
import '../src/parts/gaps';
import '../src/parts/glossary';
import '../src/parts/media';
import '../src/parts/numbers';
import '../src/parts/play';
import '../src/parts/search';
import '../src/parts/study';
import '../src/parts/terms';
import '../src/parts/words';
import { haveParts } from '../src/late';

haveParts(
  'blocks',
  'calibration',
  'earlier',
  'play',
  'display',
  'search',
  'study',
  'terms',
  'words',
  'numbers',
);
