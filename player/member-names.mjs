// Which names of members of classes may be written short in the built scripts.
import { minify } from 'terser';

/**
 * Names that are said of `this`, or called, and nothing else: no object is written down or taken apart with one, none is
 * read as a value of anything else, no text is spelled like one. So none is the name of something that is kept, sent or
 * fetched. (Names that browsers have are left alone by terser.) `others` are all the names that mean something else.
 */
export async function memberNames(script) {
  const { ast } = await minify(script, {
    compress: false,
    mangle: false,
    format: { code: false, spidermonkey: true },
  });
  const [members, others] = [new Set(), new Set()];
  visit(ast, null);
  return { members: [...members].filter((name) => !others.has(name)).sort(), others: [...others] };

  function visit(node, parent) {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') members.add(node.key.name);
    else if (node.type === 'Property') others.add(node.key.name ?? node.key.value);
    else if (node.type === 'Literal') others.add(node.value);
    else if (node.type === 'MemberExpression' && !node.computed) {
      const own = node.object.type === 'ThisExpression' || node.object.type === 'Super';
      if (own) members.add(node.property.name);
      else if (parent.type !== 'CallExpression' || parent.callee !== node) others.add(node.property.name);
    }
    for (const part of Object.values(node)) {
      if (Array.isArray(part)) for (const each of part) visit(each, node);
      else visit(part, node);
    }
  }
}
