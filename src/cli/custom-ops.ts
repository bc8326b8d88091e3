/** --custom-op NAME=header.h: the code of custom operators. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import { type CustomHeader, safeHeaderName } from '../emit/index.ts';

function refuse(message: string, where: string, hint: string): never {
  throw new TflqError('usage', message, { where: `--custom-op ${where}`, hint });
}

/** The parts of NAME=PATH. A name may hold `=`, a path should not: the last one counts. */
function split(text: string): { readonly name: string; readonly path: string } {
  const at = text.lastIndexOf('=');
  const [name, path] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && path !== '') return { name, path };
  return refuse(
    'a custom operator needs its name in the model and a header',
    text,
    'For example --custom-op Clamp=clamp.h',
  );
}

async function readHeader(text: string): Promise<CustomHeader & { readonly path: string }> {
  const { name, path } = split(text);
  const file = basename(path);
  if (!safeHeaderName(file)) {
    refuse(
      `${JSON.stringify(file)} cannot be the name of a header in the project`,
      text,
      'Name it with letters, digits, - _ and dots, ending in .h or .hpp; tflq_custom.h is ours.',
    );
  }
  try {
    return { name, file, path, bytes: await readFile(path) };
  } catch (cause) {
    throw new TflqError('usage', `the header ${whyUnreadable(cause)}`, {
      where: `--custom-op ${text}`,
      hint: 'Give the path of a C header: docs/CUSTOM-OPERATORS.md.',
      cause,
    });
  }
}

/**
 * Reads the headers that the flags name.
 *
 * @param flags NAME=PATH each
 * @returns with the paths that were read
 * @throws TflqError('usage') where a flag is no pair, a header cannot be read or copied, or two exclude each other
 */
export async function loadCustomHeaders(
  flags: readonly string[] = [],
): Promise<readonly (CustomHeader & { readonly path: string })[]> {
  const headers = await Promise.all(flags.map(readHeader));
  for (const [i, { name, file, path }] of headers.entries()) {
    const earlier = headers.slice(0, i);
    if (earlier.some((other) => other.name === name)) {
      refuse(`${JSON.stringify(name)} is given twice`, `${name}=${path}`, 'Give each operator one header.');
    }
    // File systems that do not tell capitals apart would keep only one of them.
    const twin = earlier.find((other) => other.file.toLowerCase() === file.toLowerCase());
    if (twin !== undefined && !Buffer.from(twin.bytes).equals(headers[i]!.bytes)) {
      refuse(`two headers are called ${file}`, `${name}=${path}`, 'Rename one: both go into one folder.');
    }
  }
  return headers;
}
