/** Questions whose answers are arranged: pairs, steps, a table, places in a picture. */
import { INPUTS, MARKS } from '../questions';
import * as hotspot from '../questions/hotspot';
import { hotspot as picture } from '../questions/inputs/hotspot';
import { match as pairs } from '../questions/inputs/match';
import { matrix as table } from '../questions/inputs/matrix';
import { order as steps } from '../questions/inputs/order';
import * as match from '../questions/match';
import * as matrix from '../questions/matrix';
import * as order from '../questions/order';

Object.assign(INPUTS, { match: pairs, order: steps, matrix: table, hotspot: picture });
Object.assign(MARKS, { match: match.mark, order: order.mark, matrix: matrix.mark, hotspot: hotspot.mark });
