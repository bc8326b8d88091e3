/** PlatformIO's own upload, of what was built: it knows each board's programmer and brings it. */
import type { FlashMethod } from '../flash-method.ts';
import { type Explanation, runUploader, UPLOAD_TROUBLE } from '../run-uploader.ts';

/** What PlatformIO itself refuses. */
const TROUBLE: readonly Explanation[] = [
  [
    /Please specify `upload_port`/,
    'PlatformIO found no port to upload to',
    'Is the board plugged in? Name its port with --port; `tflq-micro ports` shows which there are.',
  ],
  ...UPLOAD_TROUBLE,
];

export const platformio: FlashMethod = async ({ dir, manifest, port, signal }) => {
  // Without `nobuild` it would compile what changed since, and upload what nobody has looked at.
  const args = ['run', '--environment', 'firmware', '--target', 'nobuild', '--target', 'upload'];
  if (port !== undefined) args.push('--upload-port', port);
  await runUploader({
    program: 'pio',
    args,
    install:
      'Install PlatformIO Core, e.g. with `pipx install platformio`, and make sure that `pio` is in PATH.',
    ...{ dir, manifest, signal, trouble: TROUBLE },
  });
  return `${manifest.board.name}${port === undefined ? '' : ` at ${port}`}, by PlatformIO`;
};
