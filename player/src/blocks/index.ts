import type { Attach, OpenTerm } from '../context';
import type { BlockKind } from '../course';
import type { GameData, Play } from '../games/game';
import type { Study } from './cards';
import * as examples from './examples';
import * as gate from './gate';
import * as keyConcepts from './key-concepts';
import * as memoryAid from './memory-aid';
import * as overview from './overview';
import * as quiz from './quiz';
import * as workedExample from './worked-example';

// A pool is no block of a page: the packager puts its questions into the quizzes that draw from it.

/**
 * The blocks that a script brings to life, under the word that names them everywhere; the others are read as they are.
 * Those of `parts/` come later and put themselves here.
 */
export const ATTACH: Partial<Record<BlockKind, Attach>> = {
  overview: overview.attach,
  'key-concepts': keyConcepts.attach,
  examples: examples.attach,
  gate: gate.attach,
  'memory-aid': memoryAid.attach,
  'worked-example': workedExample.attach,
  quiz: quiz.attach,
};

/** What opens the definitions of terms where they are read; it comes with the part `terms`. */
export const TERMS: { open?: OpenTerm } = {};

/** A session of flash cards; it comes with the part `study`. */
export const STUDY: { attach?: Study } = {};

/** The games by their names; they come with the part `play`. */
export const GAMES: { -readonly [Name in GameData['game']]?: Play } = {};

/** The blocks that are done when their end was seen. */
export const READ_TO_THE_END: readonly BlockKind[] = [
  'overview',
  'text',
  'figure',
  'key-concepts',
  'examples',
  'memory-aid',
  'audio-lesson',
  'audio-book',
  'video',
  'worked-example',
  'glossary',
];
