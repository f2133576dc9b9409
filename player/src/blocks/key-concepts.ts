import type { Attach } from '../context';
import { coverAll } from '../covering';
import { all } from '../dom';

/** Terms whose explanations can be covered and recalled. */
export const attach: Attach = (section, _block, { texts }) => {
  const concepts = all(section, '.concept').flatMap((item) => {
    const text = item.querySelector('dd');
    const term = item.querySelector('dt');
    // A list of definitions may hold nothing but terms and texts: the button stands with the term.
    return text === null || term === null ? [] : [{ item, text, place: term, name: term }];
  });
  section.querySelector('.concepts')?.before(coverAll(concepts, 'texts', texts));
};
