/** OpenOCD, with the probe and target that the board's file names: writes, reads back, resets. */
import { externalTool, fact, PROBE_TROUBLE } from '../external-tool.ts';

export const openocd = externalTool({
  title: 'OpenOCD',
  install:
    'On Debian and Ubuntu: sudo apt-get install --no-install-recommends openocd; elsewhere from https://openocd.org.',
  programs: [
    {
      name: 'openocd',
      commands({ board, elf }) {
        const files = fact(board, 'openocd', '[interface/stlink.cfg, target/stm32l4x.cfg]');
        const program = `program {${elf}} verify reset exit`;
        return [
          { args: [...files.flatMap((file) => ['-f', file]), '-c', program], proof: /\*\* Verified OK \*\*/ },
        ];
      },
    },
  ],
  trouble: [
    ...PROBE_TROUBLE,
    [
      /Can't find \S+\.cfg/,
      'OpenOCD does not know the board: one of its files is missing',
      'The line above names it. A newer OpenOCD may have it; flash.openocd in the board file names the files.',
    ],
    [
      /Error: open failed|unable to find a matching CMSIS-DAP device|No J-Link device found|no device found|LIBUSB_ERROR_NO_DEVICE|LIBUSB_ERROR_NOT_FOUND/i,
      'OpenOCD finds no debug probe',
      "Is the board's debug USB connector plugged in, with a cable that carries data? On Linux the probe's udev rules must be installed.",
    ],
    [
      /\*\* Verify Failed \*\*|checksum mismatch|contents differ/i,
      'the flash does not hold what was written',
      'Run the same command again. If it stays: write protection, the supply, or worn-out flash.',
    ],
    [
      /protected|RDP level|\bRDP\b/i,
      'the chip is locked against its debug port',
      'Unlocking erases the whole chip, so it is not done here: OpenOCD has `stm32l4x unlock 0` and the like, Nordic `nrf52_recover`.',
    ],
    [
      /init mode failed|unable to connect to the target|cannot read IDR|Could not find MEM-AP|Error connecting DP|target not examined|timed out while waiting for target/i,
      'the chip does not answer the debug probe',
      'Is the board powered and nothing on its SWD pins? Hold reset while the command starts, or press it once.',
    ],
  ],
});
