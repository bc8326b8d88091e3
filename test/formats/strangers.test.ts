/** Files that are taken for models: what users are told of them. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/formats/index.ts';
import { rejected } from '../support/errors.ts';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const zip = (...names: string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])));

const EXPORT = /^Export it as ONNX .*torch\.onnx\.export/;
const DATA = /--data/;
const UNPACK = /^Unpack it/;

describe('files that are no models', () => {
  it.each<[string, Uint8Array, RegExp, RegExp]>([
    ['net.pt', zip('net/data.pkl', 'net/version'), /PyTorch/, EXPORT],
    ['net.onnx', zip('net/code/net.py', 'net/data.pkl'), /PyTorch/, EXPORT],
    ['old.pth', latin1('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.'), /PyTorch/, EXPORT],
    ['other.pth', latin1('anything'), /PyTorch/, EXPORT],
    ['net.pte', latin1('\x20\0\0\0ET12'), /ExecuTorch/, /ONNX/],
    ['forest.pkl', latin1('\x80\x04\x95\x10\0'), /pickle/, /model\.save/],
    ['w.safetensors', latin1('\x36\0\0\0\0\0\0\0{"w":{}}'), /weights without the network/, /model\.save/],
    ['x.npz', zip('x.npy', 'y.npy'), /NumPy/, DATA],
    ['x.npy', latin1('\x93NUMPY\x01\0'), /NumPy/, DATA],
    ['cat.png', latin1('\x89PNG\r\n\x1a\n'), /image/, DATA],
    ['cat.onnx', latin1('\xff\xd8\xff\xe0'), /image/, DATA],
    ['yes.wav', latin1('RIFF\n\0\0\0WAVEfmt '), /sound/, DATA],
    ['net.mlmodel', latin1('\x08\x04\x12\x02hi'), /Core ML/, /ONNX/],
    ['net.zip', zip('net.mlpackage/Manifest.json'), /Core ML/, /ONNX/],
    ['net.zip', zip('net/saved_model.pb', 'net/variables/x'), /archive/, UNPACK],
    ['net.keras', zip('net.tflite'), /no \.keras file/, UNPACK],
    ['net.tflite.gz', latin1('\x1f\x8b\x08'), /compressed/, UNPACK],
    ['net.onnx', latin1('\n<!DOCTYPE html><html>'), /web page/, /Download/],
    ['net.onnx', latin1('version https://git-lfs.github.com/spec/v1\noid'), /Git LFS/, /git lfs pull/],
    ['net.xml', latin1('<?xml version="1.0"?>\n<net name="n">'), /OpenVINO/, /ONNX/],
    ['net.param', latin1('7767517\n2 2\n'), /ncnn/, /ONNX/],
    ['net.gguf', latin1('GGUF\x03\0\0\0'), /GGUF/, /whole network/],
    ['run/net.ckpt.index', latin1('\0\0\0'), /checkpoint/, /tf\.saved_model\.save/],
    ['run/checkpoint', latin1('model_checkpoint_path: "x"'), /checkpoint/, /tf\.saved_model\.save/],
    ['train.py', latin1('import torch'), /source code/, /model file/],
    ['model.cc', latin1('unsigned char g_model[] = {'), /source code/, /made from/],
    ['net.tflite', latin1(''), /empty/, /again/],
    ['notes', latin1('hello'), /no model file/, /TensorFlow Lite.*ONNX/],
  ])('%s', async (name, bytes, message, hint) => {
    const error = await rejected('model', readModel(bytes, name));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.where).toBe(name);
  });

  it('leaves what is called like one, but is a model, to its format', async () => {
    const hdf5 = latin1('\x89HDF\r\n\x1a\n');
    const error = await rejected('model', readModel(hdf5, 'weights.ckpt'));
    expect(error.message).toMatch(/HDF5/);
  });
});
