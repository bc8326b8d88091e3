/** All layers that can be imported, by class. To add one is to add a file and its table here. */
import type { KerasLayer } from '../config.ts';
import type { LayerDef, LayerTable } from '../layer-call.ts';
import type { WeightSpec } from '../weights.ts';
import { activationLayers } from './activation.ts';
import { attentionLayers } from './attention.ts';
import { batchNormalizationLayers } from './batch-normalization.ts';
import { borderLayers } from './border.ts';
import { cellLayers } from './cells.ts';
import { convLayers } from './conv.ts';
import { convTransposeLayers } from './conv-transpose.ts';
import { denseLayers } from './dense.ts';
import { depthwiseLayers } from './depthwise.ts';
import { einsumDenseLayers } from './einsum-dense.ts';
import { embeddingLayers } from './embedding.ts';
import { inputNormalizationLayers } from './input-normalization.ts';
import { mergeLayers } from './merge.ts';
import { normalizationLayers } from './normalization.ts';
import { inactiveLayers } from './nothing.ts';
import { operationLayers } from './operations.ts';
import { poolLayers } from './pool.ts';
import { quantizationLayers } from './quantization.ts';
import { recurrentLayers } from './recurrent.ts';
import { shapeLayers } from './shape.ts';
import { upsamplingLayers } from './upsampling.ts';
import { wrapperLayers } from './wrappers.ts';

const TABLES: readonly LayerTable[] = [
  activationLayers,
  attentionLayers,
  batchNormalizationLayers,
  borderLayers,
  cellLayers,
  convLayers,
  convTransposeLayers,
  denseLayers,
  depthwiseLayers,
  einsumDenseLayers,
  embeddingLayers,
  inactiveLayers,
  mergeLayers,
  inputNormalizationLayers,
  normalizationLayers,
  operationLayers,
  poolLayers,
  quantizationLayers,
  recurrentLayers,
  shapeLayers,
  upsamplingLayers,
  wrapperLayers,
];

const LAYERS: ReadonlyMap<string, LayerDef> = new Map(TABLES.flatMap((table) => Object.entries(table)));

/** The layer of that class, or undefined where it cannot be imported. */
export function findLayer(className: string): LayerDef | undefined {
  return LAYERS.get(className);
}

/** The classes of layers that can be imported, in alphabetical order; operations are not among them. */
export function layerClasses(): string[] {
  const classes = TABLES.filter((table) => table !== operationLayers).flatMap((table) => Object.keys(table));
  return classes.sort();
}

/** The weights that a layer has by its settings; none of its own where it is a model or an input. */
export function weightSpecs(layer: KerasLayer): readonly WeightSpec[] {
  return findLayer(layer.className)?.weights?.(layer) ?? [];
}
