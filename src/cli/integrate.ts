/** The work of `integrate`: a file into the user's project, and how to use it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { isUnedited, renderIntegration } from '../emit/integration.ts';
import { styleFor } from '../report/index.ts';
import { writeOutput } from './write-file.ts';

/** What to add to which file of the user's, by build system. */
const USE: Readonly<Record<string, { readonly file: string; readonly lines: readonly string[] }>> = {
  cmake: {
    file: 'CMakeLists.txt',
    lines: ['include(tflq.cmake)', 'tflq_add_model(app models/kws.tflite DATA data/samples.npy)'],
  },
  'esp-idf': {
    file: "a component's CMakeLists.txt, behind idf_component_register",
    lines: [
      'include(tflq.cmake)',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CMake's way to name a variable
      'tflq_add_model(${COMPONENT_LIB} models/kws.tflite DATA data/samples.npy)',
    ],
  },
  zephyr: {
    file: "the application's CMakeLists.txt",
    lines: ['include(tflq.cmake)', 'tflq_add_model(app models/kws.tflite DATA data/samples.npy)'],
  },
  platformio: {
    file: 'platformio.ini',
    lines: [
      '[tflq:kws]',
      'model = models/kws.tflite',
      'data = data/samples.npy',
      '',
      '[env:yours]',
      'extra_scripts = pre:tflq_platformio.py',
    ],
  },
};

/** What was done; `--json` prints it. */
export interface IntegrateResult {
  readonly system: string;
  /** The file's path. */
  readonly file: string;
  /** False where it was there already. */
  readonly written: boolean;
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TflqError('project', `${path} cannot be read: ${(error as Error).message}`, {
      where: '--out',
      hint: 'Give another folder with -o.',
      cause: error,
    });
  }
}

/**
 * Writes the file for a build system, or brings an older one up to date.
 *
 * @param system one of the folders of templates/integration
 * @param dir the folder in the user's project; must be there
 * @throws TflqError('project') where a file of that name was edited, unless `force`
 */
export async function integrate(system: string, dir: string, force: boolean): Promise<IntegrateResult> {
  const { name, bytes } = await renderIntegration(system);
  const file = join(dir, name);
  const there = await textAt(file);
  if (there === Buffer.from(bytes).toString('utf8')) return { system, file, written: false };
  if (there !== undefined && !force && !isUnedited(there)) {
    throw new TflqError('project', 'a file of that name is there, and is not as tflq-micro wrote it', {
      where: file,
      hint: 'Keep what you need of it, then give --force to have it written anew; or another folder with -o.',
    });
  }
  await writeOutput(file, bytes, '--out');
  return { system, file, written: true };
}

/** What was done, and how to go on. */
export function integrateText({ system, file, written }: IntegrateResult): string {
  const { bold } = styleFor();
  const { file: where, lines } = USE[system]!;
  return [
    `${bold(file)} ${written ? 'written' : 'is up to date'}`,
    '',
    `Next, in ${where}:`,
    '',
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
    '',
    'The file itself says what else there is to say; docs/INTEGRATION.md has examples.',
  ].join('\n');
}
