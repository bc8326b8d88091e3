import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { dataFlags, dataOptions } from '../cli/data-flags.ts';
import { modelFlags, projectFlags, quantizeFlags, validateFlags } from '../cli/flags.ts';
import { completeJsonFlag, STDOUT } from '../cli/json-flag.ts';

export default class Run extends BaseCommand {
  static override summary = 'From a model to figures measured on the board: gen, build, flash, validate.';
  static override description =
    'Given a project folder, it builds, flashes and validates that. Given a model, it makes the project first.';

  static override examples = [
    '<%= config.bin %> run model.tflite --board mps2-an386 --data x.npy --labels y.npy',
    '<%= config.bin %> run model.keras --board mps2-an386 --data images --split 0.8',
    '<%= config.bin %> run kws-mps2-an386 --data x.npy --labels y.npy --min-agreement 1',
  ];

  static override args = {
    path: Args.string({
      required: true,
      description: 'a model (docs/FORMATS.md), or the folder of a project',
    }),
  };

  static override flags = {
    ...projectFlags,
    board: Flags.string({ ...projectFlags.board, required: false }),
    data: Flags.string({
      char: 'd',
      required: true,
      helpValue: 'PATH',
      description: 'test samples: .npy, .npz, .csv, .bin, or a folder of images or sounds (docs/DATA.md)',
    }),
    representative: Flags.string({
      helpValue: 'PATH',
      description: 'samples to quantize a float model with; those of --data unless given',
      exclusive: ['split'],
    }),
    ...modelFlags,
    ...quantizeFlags,
    ...dataFlags,
    ...validateFlags,
  };

  async run(): Promise<void> {
    this.argv = completeJsonFlag(this.argv);
    const { args, flags } = await this.parse(Run);
    const { runAll } = await import('../cli/run-all.ts');
    const { deliverReport, validateRequest } = await import('../cli/report-command.ts');
    const { stageText } = await import('../cli/project-text.ts');
    const isTalkative = !flags.quiet && flags.json !== STDOUT;
    const data = dataOptions(flags, this.note(flags));
    const isShared = flags.representative === undefined;
    const result = await runAll({
      path: args.path,
      make: {
        board: flags.board,
        framework: flags.framework,
        runtime: flags.runtime,
        name: flags.name,
        out: flags.out,
        libOnly: false,
        tflmDir: flags['tflm-dir'],
        customOps: flags['custom-op'],
        force: flags.force,
        data: flags.representative ?? flags.data,
        dataOptions: data,
        labels: isShared ? flags.labels : undefined,
        needsClasses: isShared,
        calibrationSamples: flags['calibration-samples'],
        io: flags.io,
        perTensor: flags['per-tensor'],
        inputShapes: flags['input-shape'],
      },
      validate: {
        ...validateRequest(flags),
        data: flags.data,
        dataOptions: data,
        onChoice: this.portNote(flags),
        onText: this.boardText(flags['show-text']),
        progress: await this.progress(flags),
        signal: this.signal,
      },
      onStage: (stage) => {
        if (isTalkative) this.log(`${stageText(stage)}\n`);
      },
    });
    await deliverReport(result.validate, result, { ...flags, print: (text) => this.log(text) });
  }
}
