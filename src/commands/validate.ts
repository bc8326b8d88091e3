import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { dataFlags, dataOptions } from '../cli/data-flags.ts';
import { projectArg, validateFlags } from '../cli/flags.ts';
import { completeJsonFlag } from '../cli/json-flag.ts';

export default class Validate extends BaseCommand {
  static override summary = 'Run the network on its board and prove that it works.';
  static override description =
    'Feeds the samples over the serial line, compares every output byte with what the same kernels give on this ' +
    'machine, and reports accuracy, agreement, latency, ticks per operator, RAM and stack, all measured on the ' +
    'board. A threshold that is not met is exit code 11.';

  static override examples = [
    '<%= config.bin %> validate --data test.npz',
    '<%= config.bin %> validate kws-mps2-an386 --data x.npy --labels y.npy --limit 200 --min-accuracy 0.88',
    '<%= config.bin %> validate --data x.npy --port /dev/ttyACM0 --max-latency 20ms --junit report.xml',
    '<%= config.bin %> validate --data x.npy --port /dev/ttyACM0 --port rfc2217://lab:4000',
    '<%= config.bin %> validate --data x.npy --min-agreement 1 --json',
  ];

  static override args = { dir: projectArg };

  static override flags = {
    data: Flags.string({
      char: 'd',
      required: true,
      helpValue: 'PATH',
      description: 'test samples: .npy, .npz, .csv, .bin, or a folder of images or sounds (docs/DATA.md)',
    }),
    ...validateFlags,
    ...dataFlags,
  };

  async run(): Promise<void> {
    this.argv = completeJsonFlag(this.argv);
    const { args, flags } = await this.parse(Validate);
    const { findProject } = await import('../cli/find-project.ts');
    const { validateBoard } = await import('../cli/validate-board.ts');
    const { deliverReport, validateRequest } = await import('../cli/report-command.ts');
    const report = await validateBoard({
      ...validateRequest(flags),
      dir: await findProject(args.dir),
      data: flags.data,
      dataOptions: dataOptions(flags, this.note(flags)),
      onChoice: this.portNote(flags),
      onText: this.boardText(flags['show-text']),
      progress: await this.progress(flags),
      signal: this.signal,
    });
    await deliverReport(report, report, { ...flags, print: (text) => this.log(text) });
  }
}
