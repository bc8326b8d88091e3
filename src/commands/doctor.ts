import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag } from '../cli/flags.ts';
import { EXIT } from '../common/errors.ts';

export default class Doctor extends BaseCommand {
  static override summary = 'Say what is installed, what is missing, and how to get it.';
  static override description =
    'Looks at Node.js, the rights to serial ports, and the compilers, emulators and flashing tools of the boards. Exit ' +
    'code 7 where something is missing that the named board needs, or, without --board, the tool itself.';

  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --board mps2-an386',
    '<%= config.bin %> doctor --board ./my-board.yaml --json',
  ];

  static override flags = {
    ...jsonFlag,
    board: Flags.string({
      char: 'b',
      helpValue: 'ID',
      description: 'only what this board needs (an id, or the path of a board file)',
    }),
    framework: Flags.string({
      helpValue: 'NAME',
      dependsOn: ['board'],
      description: "one of the board's frameworks; its first unless given",
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const { diagnose } = await import('../cli/doctor.ts');
    const { doctorText } = await import('../cli/doctor-text.ts');
    const diagnosis = await diagnose(flags.board, flags.framework);
    this.report(flags, diagnosis, () => doctorText(diagnosis));
    if (!diagnosis.isWell) process.exitCode = EXIT.tool;
  }
}
