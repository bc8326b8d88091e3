/** BOSSA, for SAM chips with Arduino's bootloader: a 1200-baud touch starts it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { binaryFile } from '../binary-files.ts';
import { externalTool } from '../external-tool.ts';

/** The bootloader's port comes that long after the program's has gone. */
const COMES_MS = 1500;

export const bossac = externalTool({
  title: 'bossac',
  install:
    'On Debian and Ubuntu: sudo apt-get install --no-install-recommends bossa-cli; elsewhere from https://www.shumatech.com/web/products/bossa.',
  programs: [
    {
      name: 'bossac',
      async commands({ board, port, image, file, touch }) {
        const pieces = await image();
        const origin = board.memory?.flash.origin ?? 0;
        const offset = board.flash.offset ?? pieces[0].address - origin;
        const binary = await file('flash.bin', binaryFile(pieces));
        if (await touch()) await sleep(COMES_MS);
        // It puts /dev/ before the name itself, and looks for the port where none is given.
        const at = port === undefined ? [] : [`--port=${port.replace(/^\/dev\//, '')}`];
        return [
          {
            args: [
              ...at,
              '--erase',
              '--write',
              '--verify',
              `--offset=0x${offset.toString(16)}`,
              '--reset',
              binary,
            ],
            proof: /Verify successful/,
          },
        ];
      },
    },
  ],
  trouble: [
    [
      /No device found|No such port|SAM-BA operation failed|Device unsupported/i,
      "the board's bootloader does not answer",
      'Press reset twice in quick succession, and run the same command; the bootloader may have another port than the program.',
    ],
    [
      /Verify failed|byte errors/i,
      'the flash does not hold what was written',
      'Press reset twice in quick succession, and run the same command.',
    ],
    [
      /exceeds|too (?:large|big)|FlashOffsetError|page boundary|aligned/i,
      'the firmware does not lie where the bootloader puts programs',
      'flash.offset in the board file is where they begin, and memory.flash must begin there too.',
    ],
  ],
});
