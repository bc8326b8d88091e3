/** Operations of a .tflite file: which operator, with which options. */
import type { Attributes, Op } from '../../graph/graph.ts';
import { customType, findOp } from '../../ops/index.ts';
import type { OptionsMap } from '../../ops/support/options-map.ts';
import type { OptionField, OptionsTable } from '../../ops/support/options-table.ts';
import { builtinOperatorName, CUSTOM } from './builtin-operators.ts';
import { FAKE_QUANT, FAKE_QUANT_OPTIONS } from './fake-quant.ts';
import { damaged, type FlatTable } from './flat-table.ts';
import { readFlexMap } from './flexbuffers.ts';
import { OPERATOR, OPERATOR_CODE } from './schema.ts';

/**
 * The operator's name: as the schema spells it, `CUSTOM:<code>` for one that is named by a string of its own and that
 * src/ops does not know, `BUILTIN:<number>` for one that is newer than our list.
 */
export function readOperatorType(table: FlatTable): string {
  // Old files have only the first, one byte wide; files with newer operators hold 127 there.
  const code = Math.max(
    table.int8(OPERATOR_CODE.deprecatedBuiltinCode, 0),
    table.int32(OPERATOR_CODE.builtinCode, 0),
  );
  if (code < 0) throw damaged(`${table.label} is number ${code}`);
  if (code === CUSTOM) return customType(table.string(OPERATOR_CODE.customCode));
  return builtinOperatorName(code) ?? `BUILTIN:${code}`;
}

function readField(table: FlatTable, name: string, field: OptionField<unknown>): unknown {
  switch (field.type) {
    case 'bool':
      return table.bool(field.slot, field.default);
    case 'int8':
      return table.int8(field.slot, field.default);
    case 'int32':
      return table.int32(field.slot, field.default);
    case 'float32': {
      const value = table.float32(field.slot, field.default);
      if (!Number.isFinite(value)) throw damaged(`${table.label} has the option ${name} = ${value}`);
      return value;
    }
    case 'enum': {
      const number = table.int8(field.slot, field.values.indexOf(field.default));
      const value = field.values[number];
      if (value === undefined || value === '') {
        throw damaged(`${table.label} has the option ${name} = ${number}, which has no meaning`);
      }
      return value;
    }
    case 'string':
      return table.has(field.slot) ? table.string(field.slot) : field.default;
    case 'int32[]':
      return table.has(field.slot) ? table.int32s(field.slot) : field.default;
  }
}

/** The attributes: each field's value, or its default where the file has no options. */
function readOptions(operator: FlatTable, options: OptionsTable<Attributes> | null): Attributes {
  if (options === null) return {};
  const union = operator.uint8(OPERATOR.builtinOptionsType, 0);
  const table = union === 0 ? undefined : operator.table(OPERATOR.builtinOptions, operator.label);
  if (union !== 0 && union !== options.union) {
    throw damaged(`${operator.label} has the options of another operator (number ${union})`);
  }
  return Object.fromEntries(
    Object.entries(options.fields).map(([name, field]: [string, OptionField<unknown>]) => [
      name,
      table === undefined ? field.default : readField(table, name, field),
    ]),
  );
}

/** The bytes of a custom operator's options; none where the file has no options. */
function customOptions(operator: FlatTable): Uint8Array {
  const bytes = operator.bytes(OPERATOR.customOptions) ?? new Uint8Array();
  operator.spend(bytes.length);
  return new Uint8Array(bytes);
}

/** The attributes of a custom operator: each entry of its map, or that entry's default. */
function readMap(operator: FlatTable, { entries }: OptionsMap<Attributes>): Attributes {
  const bytes = customOptions(operator);
  const values = bytes.length === 0 ? new Map<string, number>() : readFlexMap(bytes, operator.label);
  return Object.fromEntries(
    Object.entries(entries).map(([name, field]) => {
      const value = values.get(field.key) ?? field.default;
      if (value === undefined || (value | 0) !== value) {
        throw damaged(`${operator.label} has the option ${field.key} = ${value ?? 'nothing'}`);
      }
      return [name, value];
    }),
  );
}

/** The attributes of an operator, as its file declares them. */
function readAttributes(table: FlatTable, type: string): Attributes {
  if (type === FAKE_QUANT)
    return readOptions(table, FAKE_QUANT_OPTIONS as unknown as OptionsTable<Attributes>);
  const form = findOp(type)?.tflite;
  if (form === undefined) return {};
  const { custom, options } = form;
  if (options !== null && 'entries' in options) return readMap(table, options);
  if (custom !== undefined && options === null) return { customOptions: customOptions(table) };
  return readOptions(table, options as OptionsTable<Attributes> | null);
}

/**
 * One operation. The attributes of an operator that src/ops does not know are not read: whoever needs the
 * operator says that it is not supported.
 *
 * @param types the names of Model.operator_codes
 */
export function readOperator(table: FlatTable, types: readonly string[]): Op {
  const code = table.uint32(OPERATOR.opcodeIndex, 0);
  const type = types[code];
  if (type === undefined)
    throw damaged(`${table.label} has the operator code ${code}; there are ${types.length}`);
  const intermediates = table.int32s(OPERATOR.intermediates);
  const op = {
    type,
    inputs: table.int32s(OPERATOR.inputs),
    outputs: table.int32s(OPERATOR.outputs),
    ...(intermediates.length > 0 && { intermediates }),
  };
  return { ...op, attrs: readAttributes(table, type) };
}
