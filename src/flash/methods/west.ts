/** Zephyr's own way: `west flash` knows each board's programmer (J-Link, OpenOCD, pyOCD, nrfutil) and drives it. */
import type { FlashMethod } from '../flash-method.ts';
import { type Explanation, runUploader, UPLOAD_TROUBLE } from '../run-uploader.ts';

/** What west itself says. */
const TROUBLE: readonly Explanation[] = [
  [
    /unknown command "flash"|no west workspace found/i,
    'this is no Zephyr workspace: west does not know how to flash',
    'Set ZEPHYR_BASE to the folder `zephyr` of the workspace that built the firmware.',
  ],
  [
    /doesn't support west flash/i,
    'Zephyr knows no programmer for this board',
    'Emulated boards have none. Otherwise look into its page in the documentation of Zephyr.',
  ],
  [
    /required program (\S+) not found/i,
    "the board's programmer is not installed",
    'The line above names it. `west flash --context` lists the others that Zephyr knows for the board; `west flash -r NAME` takes one of them.',
  ],
  ...UPLOAD_TROUBLE,
];

export const west: FlashMethod = async ({ dir, manifest, signal }) => {
  await runUploader({
    program: 'west',
    // What was built is flashed as it is: its age has been checked.
    args: ['flash', '-d', 'build', '--skip-rebuild'],
    install:
      'Install it by `python3 -m pip install west`; the Getting Started Guide of Zephyr has all of it.',
    ...{ dir, manifest, signal, trouble: TROUBLE },
  });
  return `${manifest.board.name}, by west`;
};
