/** What the menu of the display offers: how the page looks, and the lesson on paper. */

import { DISPLAY } from '../display';
import { displayChoices } from '../display-choices';
import { printChoice } from '../print-choice';

DISPLAY.choices = (texts) => [...displayChoices(texts), printChoice(texts)];
