/** probe-rs, with any probe that it knows: writes, reads back, resets. */
import { externalTool, fact, PROBE_TROUBLE } from '../external-tool.ts';

export const probeRs = externalTool({
  title: 'probe-rs',
  install: 'Install it from https://probe.rs, and have `probe-rs` in PATH.',
  programs: [
    {
      name: 'probe-rs',
      commands({ board, elf }) {
        const chip = fact(board, 'chip', 'STM32L4R5ZI');
        return [
          { args: ['download', '--chip', chip, '--verify', '--non-interactive', elf] },
          { args: ['reset', '--chip', chip, '--non-interactive'] },
        ];
      },
    },
  ],
  trouble: [
    ...PROBE_TROUBLE,
    [
      /unexpected argument|unrecognized subcommand/i,
      'this probe-rs is too old',
      'Install 0.24 or later from https://probe.rs.',
    ],
    [
      /No (?:connected )?(?:debug )?probes? (?:was|were)? ?found|probe was not found|No probe/i,
      'probe-rs finds no debug probe',
      "Use the board's debug USB connector and a cable that carries data. On Linux the udev rules of https://probe.rs must be installed.",
    ],
    [
      /chip .*(?:not found|was not found|could not be found)|unable to (?:load|find) .*chip|Found multiple chips/i,
      'probe-rs does not know the chip',
      '`probe-rs chip list` has the names; flash.chip in the board file must be one of them, or begin just one.',
    ],
    [
      /multiple probes|more than one probe|\d+ probes were found/i,
      'several debug probes are plugged in',
      'Unplug the others, or set PROBE_RS_PROBE to VID:PID:SERIAL of the one; `probe-rs list` shows them.',
    ],
    [
      /locked|MissingPermissions|erase_all|allow-erase-all/i,
      'the chip is locked against its debug port',
      'Unlocking erases the whole chip, so it is not done here: probe-rs erase --chip CHIP --allow-erase-all',
    ],
    [
      /verif(?:y|ication).*(?:fail|error|mismatch)|contents? (?:do|does) not match/i,
      'the flash does not hold what was written',
      'Run the same command again. If it stays: write protection, the supply, or worn-out flash.',
    ],
    [
      /Target device did not respond|NoAcknowledge|Connecting to the chip was unsuccessful|ARM specific error/i,
      'the chip does not answer the debug probe',
      'Is the board powered, and is nothing on its SWD pins?',
    ],
  ],
});
