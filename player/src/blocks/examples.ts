import type { Attach } from '../context';
import { coverAll } from '../covering';
import { all } from '../dom';

/** Examples that can be covered and recalled one by one. */
export const attach: Attach = (section, _block, { texts }) => {
  const examples = all(section, '.example').flatMap((item, at) => {
    const text = item.querySelector<HTMLElement>('.prose');
    return text === null ? [] : [{ item, text, place: item, name: texts('reveal-example', { n: at + 1 }) }];
  });
  section.querySelector('.example-list')?.before(coverAll(examples, 'examples', texts));
};
