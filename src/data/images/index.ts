/** Images as samples. */
import { TflqError } from '../../common/errors.ts';
import type { ClassFile, FolderFormat } from '../sample-source.ts';
import { checkImage, decodeImage, EXTENSIONS, whyUndecodable } from './decode.ts';
import { normalizePixels } from './normalize.ts';
import { settleImages } from './settings.ts';

/** The kind of files. */
export const images: FolderFormat = {
  name: 'images',
  extensions: EXTENSIONS,
  check: checkImage,

  async open(files: readonly ClassFile[], request) {
    const preprocessing = settleImages(request);
    const { width, height, channelsFirst } = preprocessing;
    const channels = request.input.shape.reduce((product, dim) => product * dim, 1) / (width * height);
    return {
      count: files.length,
      shape: channelsFirst ? [channels, height, width] : [height, width, channels],
      dtype: 'float32',
      preprocessing,
      async sample(k) {
        const { path } = files[k]!;
        try {
          return normalizePixels(await decodeImage(path, preprocessing), channels, preprocessing);
        } catch (cause) {
          if (cause instanceof TflqError) throw cause;
          throw new TflqError('data', `the file ${whyUndecodable(cause)}`, {
            where: path,
            hint: 'Remove it, or add --skip-bad to leave out whatever cannot be decoded.',
            cause,
          });
        }
      },
    };
  },
};
