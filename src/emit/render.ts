/** Renders the EJS templates of templates/. */
import { readFile } from 'node:fs/promises';
import { render } from 'ejs';
import { resourcePath } from '../common/resources.ts';

/**
 * Renders a template. Nothing is escaped on the way, for nothing that we emit is HTML: what a template is given must
 * be safe in the language that it writes (identifiers.ts, c-text.ts). Templates may include others, by paths relative to
 * their own.
 *
 * @param path below templates/, e.g. ['network', 'network.h.ejs']
 * @param values the template's variables
 */
export async function renderTemplate(
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Promise<Uint8Array> {
  const filename = resourcePath('templates', ...path);
  const text = await readFile(filename, 'utf8');
  return Buffer.from(render(text, values, { escape: String, filename }), 'utf8');
}
