/** Nordic's nrfutil, for nRF chips behind a J-Link (all of Nordic's own boards): erases what it writes, reads back. */
import { intelHex } from '../binary-files.ts';
import { externalTool, PROBE_TROUBLE } from '../external-tool.ts';

const OPTIONS = 'chip_erase_mode=ERASE_RANGES_TOUCHED_BY_FIRMWARE,verify=VERIFY_READ,reset=RESET_SYSTEM';

export const nrfutil = externalTool({
  title: 'nrfutil',
  install:
    'Get it from https://www.nordicsemi.com/Products/Development-tools/nRF-Util, then run `nrfutil install device`; it needs the J-Link software, too.',
  programs: [
    {
      name: 'nrfutil',
      async commands({ image, file }) {
        const firmware = await file('flash.hex', intelHex(await image()));
        return [{ args: ['device', 'program', '--firmware', firmware, '--options', OPTIONS] }];
      },
    },
  ],
  trouble: [
    ...PROBE_TROUBLE,
    [
      /unrecognized subcommand|nrfutil-device.*not (?:found|installed)|Subcommand .*device.* not found|No such command/i,
      'nrfutil has no command `device` yet',
      'Run `nrfutil install device`.',
    ],
    [
      /JLinkARM|J-Link DLL|jlinkarm.*not found/i,
      'nrfutil finds no J-Link software',
      'Install it from https://www.segger.com/downloads/jlink.',
    ],
    [
      /protect|APPROTECT|recover/i,
      'the chip is locked against its debug port',
      'Unlocking erases the whole chip, so it is not done here: nrfutil device recover',
    ],
    [
      /No (?:supported )?devices? (?:was |were )?(?:found|connected)|no matching device|Found 0/i,
      'no board is plugged in',
      "Use the board's debug USB connector and a cable that carries data.",
    ],
    [
      /more than one|multiple devices/i,
      'several boards are plugged in',
      'Unplug the others: nrfutil would program one of them.',
    ],
    [/verif\w*.*fail/i, 'the flash does not hold what was written', 'Run the same command again.'],
  ],
});
