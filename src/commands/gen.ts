import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { dataFlags, dataOptions } from '../cli/data-flags.ts';
import { jsonFlag, modelArg, modelFlags, projectFlags, quantizeFlags } from '../cli/flags.ts';
import { EXIT } from '../common/errors.ts';

export default class Gen extends BaseCommand {
  static override summary = 'Make a firmware project of a model, ready to build.';
  static override description =
    'Quantizes the model if it is a float one, checks that it fits the board, and writes a project: the network as ' +
    'C, a header with shapes, scales and zero points, a harness that speaks to `validate`, and what the board needs ' +
    'to start. A quantized .tflite goes in unchanged. Files that you edited are kept. The same inputs give the same ' +
    'bytes on every machine; --check compares them with what is there (docs/INTEGRATION.md).';

  static override examples = [
    '<%= config.bin %> gen model_int8.tflite --board mps2-an386',
    '<%= config.bin %> gen model.onnx --data samples.npy --board riscv32-virt -o firmware',
    '<%= config.bin %> gen model_int8.tflite --board host --runtime tflm --tflm-dir ../tflite-micro',
    '<%= config.bin %> gen model_int8.tflite --board mps2-an386 -o firmware --check',
  ];

  static override args = { model: modelArg };

  static override flags = {
    ...jsonFlag,
    ...projectFlags,
    data: Flags.string({
      char: 'd',
      helpValue: 'PATH',
      description:
        'representative samples, needed for a float model: .npy, .npz, .csv, .bin, or a folder (docs/DATA.md)',
    }),
    'lib-only': Flags.boolean({ description: 'only the network, for a firmware that you have already' }),
    'sources-only': Flags.boolean({
      description: "only C sources, in DIR/tflq, whatever the board's framework",
      exclusive: ['lib-only', 'framework', 'tflm-dir'],
      helpGroup: 'BUILD SYSTEM',
    }),
    check: Flags.boolean({
      description: 'write nothing; fail where the folder does not hold what these inputs give',
      exclusive: ['force', 'depfile', 'stamp'],
      helpGroup: 'BUILD SYSTEM',
    }),
    depfile: Flags.string({
      helpValue: 'FILE',
      description: 'write which files were read, for make and Ninja',
      helpGroup: 'BUILD SYSTEM',
    }),
    stamp: Flags.string({
      helpValue: 'FILE',
      description: "write an empty file when all is done; it is the depfile's target",
      helpGroup: 'BUILD SYSTEM',
    }),
    ...modelFlags,
    ...quantizeFlags,
    ...dataFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Gen);
    const { checkMadeProject, makeProject } = await import('../cli/make-project.ts');
    const { checkText, genText } = await import('../cli/project-text.ts');
    const request = {
      model: args.model,
      board: flags.board,
      framework: flags.framework,
      runtime: flags.runtime,
      name: flags.name,
      out: flags.out,
      libOnly: flags['lib-only'],
      sourcesOnly: flags['sources-only'],
      tflmDir: flags['tflm-dir'],
      customOps: flags['custom-op'],
      force: flags.force,
      depfile: flags.depfile,
      stamp: flags.stamp,
      data: flags.data,
      dataOptions: dataOptions(flags, this.note(flags)),
      labels: undefined,
      needsClasses: false,
      calibrationSamples: flags['calibration-samples'],
      io: flags.io,
      perTensor: flags['per-tensor'],
      inputShapes: flags['input-shape'],
      progress: await this.progress(flags),
      signal: this.signal,
    };
    if (!flags.check) {
      const result = await makeProject(request);
      this.report(flags, result, () => genText(result));
      return;
    }
    const result = await checkMadeProject(request);
    if (!result.upToDate) {
      const { outdated } = await import('../emit/index.ts');
      if (!flags.json) throw outdated(result, result.project);
      process.exitCode = EXIT.project;
    }
    this.report(flags, result, () => checkText(result));
  }
}
