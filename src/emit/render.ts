/** Renders the EJS templates of templates/. */
import { readFile } from 'node:fs/promises';
import { compile, type TemplateFunction } from 'ejs';
import { resourcePath } from '../common/resources.ts';

const templates = new Map<string, Promise<TemplateFunction>>();

/** A template as a function; each file is read and compiled once. */
function load(filename: string): Promise<TemplateFunction> {
  let template = templates.get(filename);
  if (template === undefined) {
    template = readFile(filename, 'utf8').then((text) => compile(text, { escape: String, filename }));
    templates.set(filename, template);
  }
  return template;
}

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
  const template = await load(resourcePath('templates', ...path));
  return Buffer.from(template(values), 'utf8');
}
