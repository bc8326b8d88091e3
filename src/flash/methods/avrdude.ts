/** avrdude, for boards whose bootloader or programmer it speaks to: writes, reads back. */
import { externalTool, fact, serialPort } from '../external-tool.ts';

export const avrdude = externalTool({
  title: 'avrdude',
  install: 'On Debian and Ubuntu: sudo apt-get install --no-install-recommends avrdude',
  programs: [
    {
      name: 'avrdude',
      async commands(job) {
        const { board, baud = 115200, elf, touch } = job;
        const chip = fact(board, 'chip', 'm4809');
        const programmer = fact(board, 'programmer', 'jtag2updi');
        const port = await serialPort(job);
        await touch();
        const line = ['-p', chip, '-c', programmer, '-P', port, '-b', String(baud)];
        return [{ args: [...line, '-U', `flash:w:${elf}:e`], proof: /bytes? of flash verified/ }];
      },
    },
  ],
  trouble: [
    [
      /cannot open port|can't open device|No such file or directory/i,
      'the port cannot be opened',
      'Is the board plugged in? `tflq-micro ports` shows which there are.',
    ],
    [
      /cannot find programmer|can't find programmer|AVR part "[^"]*" not found/i,
      'avrdude does not know the chip or the programmer',
      'flash.chip and flash.programmer in the board file must be names that avrdude has: avrdude -p ? and -c ?.',
    ],
    [
      /device signature|Expected signature/i,
      'this is another chip',
      'Is it the right port? Otherwise make the project for this board: tflq-micro gen --board ID.',
    ],
    [
      /verification (?:error|mismatch)|content mismatch/i,
      'the flash does not hold what was written',
      'Run the same command again.',
    ],
    [
      /not responding|not in sync|getsync|sign-on command/i,
      "the board's bootloader does not answer",
      'Press reset, and run the same command at once. Is flash.baud in the board file right?',
    ],
  ],
});
