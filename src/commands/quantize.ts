import { parse } from 'node:path';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { dataFlags, dataOptions } from '../cli/data-flags.ts';
import { jsonFlag, modelArg, modelFlags, quantizeFlags } from '../cli/flags.ts';

export default class Quantize extends BaseCommand {
  static override summary = 'Quantize a float model to full 8-bit integers.';
  static override description =
    'Runs representative data through the model, observes the range of every activation, and writes a .tflite ' +
    'file with int8 activations, int8 weights with one scale a channel, and int32 biases, as the published ' +
    'TensorFlow Lite 8-bit specification has it. With labels it measures the accuracy before and after.';

  static override examples = [
    '<%= config.bin %> quantize model.tflite --data samples.npy',
    '<%= config.bin %> quantize model.keras --data images --scale 0.00392157',
    '<%= config.bin %> quantize model.tflite --data test_x.npy --labels test_y.npy -o model_int8.tflite',
    '<%= config.bin %> quantize model.tflite --data samples.npy --io float32 --ranges',
  ];

  static override args = { model: modelArg };

  static override flags = {
    ...jsonFlag,
    data: Flags.string({
      char: 'd',
      helpValue: 'PATH',
      description:
        'representative samples: .npy, .npz, .csv, .bin, or a folder of images or sounds (docs/DATA.md)',
    }),
    labels: Flags.string({
      char: 'l',
      helpValue: 'FILE',
      description: 'the class of each sample, to measure the accuracy; folders of classes need none',
    }),
    out: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'the quantized .tflite; MODEL_int8.tflite unless given',
    }),
    ranges: Flags.boolean({ description: 'show the range and the quantization of every tensor' }),
    ...modelFlags,
    ...quantizeFlags,
    ...dataFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Quantize);
    const { quantizeFile } = await import('../cli/quantize-file.ts');
    const result = await quantizeFile({
      model: args.model,
      data: flags.data,
      dataOptions: dataOptions(flags, this.note(flags)),
      labels: flags.labels,
      needsClasses: true,
      out: flags.out ?? `${parse(args.model).name}_int8.tflite`,
      showRanges: flags.ranges,
      calibrationSamples: flags['calibration-samples'],
      io: flags.io,
      perTensor: flags['per-tensor'],
      inputShapes: flags['input-shape'],
      progress: await this.progress(flags),
      signal: this.signal,
    });
    const { quantizeText } = await import('../cli/quantize-text.ts');
    this.report(flags, result, () => quantizeText(result));
  }
}
