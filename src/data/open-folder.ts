/** Folders of files that hold one sample each. */
import { TflqError } from '../common/errors.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import { checkFiles } from './check-files.ts';
import { type ClassFolder, listClassFolder } from './class-folder.ts';
import type { ClassNumbers } from './class-names.ts';
import { FOLDER_FORMATS } from './folder-formats.ts';
import { checkLabelCount, loadClasses } from './labels.ts';
import type { OpenedSamples } from './opened-samples.ts';
import { requireOneInput } from './require-one-input.ts';
import { samplePicker } from './sample-picker.ts';
import type { ClassFile, DataRequest, FolderFormat, SampleSource } from './sample-source.ts';
import type { Samples } from './samples.ts';

/** The files of a folder, and the format that most of them have. */
async function chooseFormat(path: string): Promise<{ format: FolderFormat; folder: ClassFolder }> {
  const found = await Promise.all(
    FOLDER_FORMATS.map(async (format) => ({
      format,
      folder: await listClassFolder(path, format.extensions),
    })),
  );
  const best = found.reduce((a, b) => (b.folder.files.length > a.folder.files.length ? b : a));
  if (best.folder.files.length > 0) return best;
  const kinds = FOLDER_FORMATS.map(({ name, extensions }) => `${name} (${extensions.join(', ')})`).join(
    ' or ',
  );
  throw new TflqError('data', 'the folder holds no samples', {
    where: path,
    hint: `Put ${kinds} into it, or into one sub-folder for each class.`,
  });
}

/** Samples of a source in the type that the network's input takes. */
function samplesOf(source: SampleSource, graph: Graph, where: string): Samples {
  const index = requireOneInput(graph, where);
  const input = tensorAt(graph, index);
  const { count, dtype, shape } = source;
  if (elementCount(shape) !== elementCount(input.shape)) {
    throw new TflqError(
      'data',
      `a sample is [${shape.join(', ')}], but the model's input takes [${input.shape.join(', ')}]`,
      { where, hint: 'Check how files are prepared, see docs/DATA.md.' },
    );
  }
  return {
    count,
    isStreamed: true,
    sample: async (k) => {
      const array = { name: '', shape: [1, ...shape], dtype, data: await source.sample(k) };
      return [samplePicker(array, input, where)(0)];
    },
  };
}

/** The classes of files: those of a file of labels, one for each file that was listed, or else their folders. */
async function classesOf(
  all: readonly ClassFile[],
  good: readonly ClassFile[],
  classNames: readonly string[] | undefined,
  request: DataRequest,
): Promise<Partial<ClassNumbers>> {
  if (request.labels !== undefined) {
    const classes = await loadClasses(request.labels, { labelColumn: request.labelColumn, classNames });
    checkLabelCount(classes.labels, { count: all.length }, request.labels);
    const kept = new Set(good);
    return { ...classes, labels: classes.labels.filter((_, k) => kept.has(all[k]!)) };
  }
  if (classNames === undefined || request.isUnlabelled) return {};
  return { labels: Int32Array.from(good, ({ label }) => label), classNames };
}

/**
 * Opens a folder, or one file.
 *
 * @param single the format of the file that `path` is; `path` is a folder unless given
 * @throws TflqError('data') where it holds no samples, one is bad, or they do not fit the network
 */
export async function openFolder(
  path: string,
  graph: Graph,
  request: DataRequest,
  single?: FolderFormat,
): Promise<OpenedSamples> {
  const input = tensorAt(graph, requireOneInput(graph, path));
  const { format, folder }: { format: FolderFormat; folder: ClassFolder } =
    single === undefined
      ? await chooseFormat(path)
      : { format: single, folder: { files: [{ path, label: -1 }], ignored: 0 } };
  if (folder.ignored > 0) {
    request.note?.(`${path}: ${folder.ignored} entries are no ${format.name} of it, and left out`);
  }
  const files = await checkFiles(folder.files, format, request);
  const source = await format.open(files, { ...request, input });
  const folders = Int32Array.from(files, ({ label }) => label);
  return {
    samples: samplesOf(source, graph, path),
    ...(folder.classNames && { folders }),
    ...(await classesOf(folder.files, files, folder.classNames, request)),
    files: files.map((file) => file.path),
    skipped: folder.files.length - files.length,
    ...(source.preprocessing && { preprocessing: source.preprocessing }),
  };
}
