/** arduino-cli's own upload: it knows each board's programmer (bossac, dfu-util, esptool, picotool) and brings it. */
import { join } from 'node:path';
import type { Manifest } from '../../emit/manifest.ts';
import type { FlashMethod } from '../flash-method.ts';
import { type Explanation, runUploader, UPLOAD_TROUBLE } from '../run-uploader.ts';

/** What arduino-cli itself refuses. */
const TROUBLE: readonly Explanation[] = [
  [
    /no upload port provided|port not found|Missing port/i,
    'arduino-cli needs to know the port',
    'Name it with --port; `arduino-cli board list` and `tflq-micro ports` show which there are.',
  ],
  [
    /platform (?:not installed|[\w:.@-]+ (?:is )?not (?:installed|found))|Platform '[^']*' not found/i,
    "the board's Arduino core is not installed",
    'Run `tflq-micro build`, which says how to get it.',
  ],
  ...UPLOAD_TROUBLE,
];

/** The sketch's folder, which says which board it is for. */
function sketch({ name }: Manifest): string {
  return `${name}_sketch`;
}

export const arduinoCli: FlashMethod = async ({ dir, manifest, port, signal }) => {
  const args = ['upload', '--no-color', '--input-dir', join('build', 'arduino')];
  if (port !== undefined) args.push('--port', port);
  await runUploader({
    program: 'arduino-cli',
    args: [...args, sketch(manifest)],
    install: 'Get arduino-cli from https://arduino.github.io/arduino-cli/ and make sure that it is in PATH.',
    ...{ dir, manifest, signal, trouble: TROUBLE },
  });
  return `${manifest.board.name}${port === undefined ? '' : ` at ${port}`}, by arduino-cli`;
};
