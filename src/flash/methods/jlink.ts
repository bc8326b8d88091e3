/** SEGGER's J-Link by its Commander. */
import { externalTool, fact, PROBE_TROUBLE, type ToolJob } from '../external-tool.ts';

/** Of SWD, in kHz; every chip takes it. */
const SPEED = '4000';

async function commands({ board, elf, file }: ToolJob) {
  const chip = fact(board, 'chip', 'nRF52840_xxAA');
  // `loadfile` compares what it wrote; a second reset before `g` is what starts the program.
  const script = await file('flash.jlink', `r\nloadfile "${elf}"\nr\ng\nexit\n`);
  const args = ['-device', chip, '-if', 'SWD', '-speed', SPEED, '-autoconnect', '1'];
  return [
    {
      args: [...args, '-NoGui', '1', '-ExitOnError', '1', '-CommandFile', script],
      proof: /Downloading file \[[^\]]*\][\s\S]*?^O\.K\.\s*$/m,
    },
  ];
}

export const jlink = externalTool({
  title: 'J-Link',
  install:
    'Install the J-Link software from https://www.segger.com/downloads/jlink and have JLinkExe in PATH.',
  // On Windows it is JLink.exe; elsewhere `jlink` is a part of Java.
  programs: process.platform === 'win32' ? [{ name: 'JLink', commands }] : [{ name: 'JLinkExe', commands }],
  trouble: [
    ...PROBE_TROUBLE,
    [
      /Connecting to J-Link via USB\.\.\.FAILED|No J-Link|Cannot connect to J-Link|FAILED: Cannot connect/i,
      'no J-Link is plugged in',
      "Use the board's debug USB connector and a cable that carries data. On Linux the udev rules must be installed.",
    ],
    [
      /Unknown device|is not supported|Device "[^"]*" (?:unknown|not found)/i,
      'J-Link does not know the chip',
      'flash.chip in the board file must be the name that J-Link has for it; a newer J-Link software may know it.',
    ],
    [
      /secured|readback protection|APPROTECT|read protect/i,
      'the chip is locked against its debug port',
      'Unlocking erases the whole chip, so it is not done here: JLinkExe offers it when started by hand, `nrfutil device recover` does it for Nordic.',
    ],
    [
      /Verif(?:y|ication) failed|Failed to (?:program|erase)|Error while programming/i,
      'the flash does not hold what was written',
      'Run the same command again. If it stays: write protection, the supply, or worn-out flash.',
    ],
    [
      /Cannot connect to (?:target|the probe\/ programmer)|Could not find core|Failed to attach|VTref|Target voltage too low/i,
      'the chip does not answer the J-Link',
      'Is the board powered, and is nothing on its SWD pins?',
    ],
  ],
});
