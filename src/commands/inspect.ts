import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { jsonFlag, modelArg, modelFlags } from '../cli/flags.ts';

export default class Inspect extends BaseCommand {
  static override summary = 'Show what is in a model, what it costs, and which boards it fits.';
  static override description =
    'Operators, tensors and their quantization, multiply-accumulates, parameters, the peak RAM of the activations by ' +
    'the memory planner. A float model is counted as the int8 one that it would become.';

  static override examples = [
    '<%= config.bin %> inspect model.tflite',
    '<%= config.bin %> inspect model.onnx --input-shape 1,3,32,32',
    '<%= config.bin %> inspect model_int8.tflite --tensors',
    '<%= config.bin %> inspect model.tflite --json',
  ];

  static override args = { model: modelArg };

  static override flags = {
    ...jsonFlag,
    ...modelFlags,
    tensors: Flags.boolean({ description: 'list all tensors' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Inspect);
    const { inspectModel } = await import('../cli/inspect-model.ts');
    const { inspectText } = await import('../cli/inspect-text.ts');
    const inspection = await inspectModel(args.model, flags['input-shape']);
    this.report(flags, inspection, () => inspectText(inspection, flags.tensors));
  }
}
