/** ST-LINK by ST's own STM32_Programmer_CLI, or by the open st-flash: under reset, read back. */
import { binaryFile } from '../binary-files.ts';
import { externalTool, PROBE_TROUBLE } from '../external-tool.ts';
import { hex } from '../image.ts';

export const stLink = externalTool({
  title: 'ST-LINK',
  install:
    'Either STM32CubeProgrammer from https://www.st.com/stm32cubeprog, with STM32_Programmer_CLI in PATH, or on Debian and Ubuntu: sudo apt-get install --no-install-recommends stlink-tools',
  programs: [
    {
      name: 'STM32_Programmer_CLI',
      commands: ({ elf }) => [
        {
          args: ['-c', 'port=SWD', 'mode=UR', 'reset=HWrst', '-w', elf, '-v', '-rst'],
          proof: /Download verified successfully/i,
        },
      ],
    },
    {
      name: 'st-flash',
      async commands({ image, file }) {
        const pieces = await image();
        const binary = await file('flash.bin', binaryFile(pieces));
        return [
          {
            args: ['--connect-under-reset', '--reset', 'write', binary, hex(pieces[0].address)],
            proof: /Flash written and verified! jolly good!/,
          },
        ];
      },
    },
  ],
  trouble: [
    ...PROBE_TROUBLE,
    [
      /No debug probe detected|DEV_NO_STLINK|No ST-?LINK detected|Couldn't find any ST-?Link/i,
      'no ST-LINK is plugged in',
      "Use the board's ST-LINK USB connector and a cable that carries data. On Linux the udev rules must be installed.",
    ],
    [
      /Old ST-?LINK firmware|ST-?LINK firmware version is old|Please upgrade/i,
      "the ST-LINK's own firmware is too old",
      'Upgrade it with STM32CubeProgrammer.',
    ],
    [
      /failed to erase memory|read ?out protection|RDP|write protect/i,
      'the chip is protected',
      'Lifting read-out protection erases the whole chip, so it is not done here: STM32_Programmer_CLI -c port=SWD -ob RDP=0xAA',
    ],
    [
      /Data mismatch|verification failed|verify.*(?:failed|error)/i,
      'the flash does not hold what was written',
      'Run the same command again. If it stays: write protection, the supply, or worn-out flash.',
    ],
    [
      /No STM32 target found|DEV_TARGET_NOT_FOUND|Unable to get core ID|Failed to connect to target|unknown chip id|Failed to enter SWD mode/i,
      'the chip does not answer the ST-LINK',
      "Is the board powered, are the ST-LINK's jumpers in place, and is nothing on the SWD pins?",
    ],
  ],
});
