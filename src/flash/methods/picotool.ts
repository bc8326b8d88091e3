/** picotool, for RP2040 and RP2350: over USB, without the drive; a program with USB of its own is restarted for it. */
import { externalTool } from '../external-tool.ts';

const HOLD = 'Hold BOOTSEL while you plug in the board.';

export const picotool = externalTool({
  title: 'picotool',
  install:
    'Get it from https://github.com/raspberrypi/picotool, and have `picotool` in PATH. Flashing by the method uf2 needs nothing.',
  programs: [
    { name: 'picotool', commands: ({ elf }) => [{ args: ['load', '-f', '-v', '-x', elf], proof: /\bOK\b/ }] },
  ],
  trouble: [
    [
      /Unknown command: load|unknown option -f|unexpected.* -f/i,
      'this picotool cannot load programs',
      'It is too old, or was built without libusb: https://github.com/raspberrypi/picotool says how to build it.',
    ],
    [
      /unable to connect|insufficient permissions|LIBUSB_ERROR_ACCESS|permission/i,
      'access to the board is not permitted',
      'On Linux: install the udev rules that picotool brings, then plug in the board again.',
    ],
    [
      /family|not (?:valid|compatible).*(?:RP2040|RP2350)|is not for this/i,
      'the firmware is for another chip of the family',
      'Is it the right board? pico and pico2 are different boards for tflq-micro.',
    ],
    [
      /No accessible (?:RP2040|RP2350|RP-series|RP2040\/RP2350) devices? in BOOTSEL mode/i,
      "the board's bootloader does not answer",
      `${HOLD} Then run the same command.`,
    ],
    [
      /verif\w* failed|contents? differ|mismatch/i,
      'the flash does not hold what was written',
      `${HOLD} Then run the same command. If it stays, the flash is worn out or the cable bad.`,
    ],
  ],
});
