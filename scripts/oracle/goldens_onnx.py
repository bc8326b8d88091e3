"""Makes the goldens of ONNX: small models, in the forms that exporters write them, and what onnxruntime gives for them.

    /opt/oracle/bin/python scripts/oracle/goldens_onnx.py [NAME…]

Each goes to test/formats/goldens/onnx/NAME/ as model.onnx and io.npz (x0, x1… in, y0, y1… out, two samples).
"""

import os
import shutil
import sys
import zlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

GOLDENS = os.path.join(os.path.dirname(__file__), "../../test/formats/goldens/onnx")
SAMPLES = 2
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Model:
    """A model that grows node by node. Values are known by their names."""

    def __init__(self, name, opset=17):
        self.opset = opset
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.nodes, self.initializers, self.inputs, self.outputs = [], [], [], []
        self.domains = {"": opset}
        self.count = 0

    def input(self, name, shape, dtype=np.float32, symbolic=True):
        dims = ["batch" if symbolic else shape[0], *shape[1:]]
        kind = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
        self.inputs.append((helper.make_tensor_value_info(name, kind, dims), tuple(shape), np.dtype(dtype)))
        return name

    def const(self, value, dtype=np.float32, name=None):
        name = name or f"c{self.count}"
        self.count += 1
        self.initializers.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def weights(self, *shape, scale=None, dtype=np.float32):
        fan = int(np.prod(shape[1:])) if len(shape) > 1 else 4
        values = self.random.standard_normal(shape) * (scale or 1 / np.sqrt(fan))
        return self.const(values, dtype)

    def ints(self, *values):
        return self.const(list(values), np.int64)

    def node(self, kind, inputs, outputs=1, domain="", **attributes):
        names = [f"v{self.count}_{k}" for k in range(outputs)]
        self.count += 1
        self.nodes.append(helper.make_node(kind, inputs, names, name=f"/{kind}_{self.count}", domain=domain, **attributes))
        self.domains.setdefault(domain, 1)
        return names[0] if outputs == 1 else names

    def __getattr__(self, kind):
        if not kind[0].isupper():
            raise AttributeError(kind)
        return lambda *inputs, **attributes: self.node(kind, list(inputs), **attributes)

    def batch_norm(self, x, channels):
        return self.BatchNormalization(
            x,
            self.const(self.random.uniform(0.5, 1.5, channels)),
            self.weights(channels),
            self.weights(channels),
            self.const(self.random.uniform(0.5, 2, channels)),
        )

    def conv(self, x, inputs, outputs, kernel=3, bias=True, group=1, **attributes):
        window = kernel if isinstance(kernel, (list, tuple)) else (kernel, kernel)
        more = [self.weights(outputs)] if bias else []
        return self.Conv(x, self.weights(outputs, inputs // group, *window), *more, group=group, **attributes)

    def linear(self, x, inputs, outputs):
        return self.Gemm(x, self.weights(outputs, inputs), self.weights(outputs), transB=1)

    def output(self, *names):
        self.outputs.extend(names)

    def proto(self, old_inputs=False):
        infos = [info for info, _, _ in self.inputs]
        if old_inputs:  # before IR version 4, initializers were inputs too
            infos += [helper.make_tensor_value_info(t.name, t.data_type, t.dims) for t in self.initializers]
        outputs = [helper.make_empty_tensor_value_info(name) for name in self.outputs]
        graph = helper.make_graph(self.nodes, "main_graph", infos, outputs, self.initializers)
        opsets = [helper.make_opsetid(domain, version) for domain, version in self.domains.items()]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="pytorch", ir_version=3 if old_inputs else 9 if self.opset < 22 else 10)
        return onnx.shape_inference.infer_shapes(model, data_prop=True)

    def samples(self):
        """As many samples as there are, each with a batch of 1."""
        result = []
        for info, shape, dtype in self.inputs:
            size = (SAMPLES, *shape)
            if dtype.kind == "f":
                values = self.random.standard_normal(size)
            elif dtype == np.uint8:
                values = self.random.integers(0, 256, size)
            else:
                values = self.random.integers(0, 6, size)
            result.append((info.name, values.astype(dtype)))
        return result


def run(model, samples):
    """The outputs of onnxruntime, with the samples as their first axis."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    outputs = [session.run(None, {name: values[k] for name, values in samples}) for k in range(SAMPLES)]

    def joined(values):
        return np.concatenate(values) if values[0].ndim > 0 and values[0].shape[0] == 1 else np.stack(values)

    return [joined([sample[o] for sample in outputs]) for o in range(len(outputs[0]))]


def save(name, model, samples, reference=None, companions=()):
    """Writes a golden. `reference` is the model that gives the outputs, itself unless given."""
    if all(output.type.tensor_type.HasField("shape") for output in model.graph.output):
        onnx.checker.check_model(model)
    folder = os.path.join(GOLDENS, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    outputs = run(reference or model, samples)
    for output in outputs:
        assert output.shape[0] == SAMPLES and np.all(np.isfinite(output.astype(np.float64))), (name, output.shape)
    arrays = {f"x{i}": values[:, 0] if values.ndim > 1 else values for i, (_, values) in enumerate(samples)}
    arrays |= {f"y{o}": values for o, values in enumerate(outputs)}
    np.savez_compressed(os.path.join(folder, "io.npz"), **arrays)
    if companions:
        onnx.save(model, os.path.join(folder, "model.onnx"), save_as_external_data=True, location="weights.bin", size_threshold=64)
    else:
        onnx.save(model, os.path.join(folder, "model.onnx"))


@case
def cnn(m):
    """A plain network as PyTorch exports it: convolutions, pools, Flatten, Gemm."""
    x = m.input("input", (1, 3, 12, 16))
    x = m.Relu(m.batch_norm(m.conv(x, 3, 8, pads=[1, 1, 1, 1], bias=False), 8))
    x = m.MaxPool(x, kernel_shape=[2, 2], strides=[2, 2])
    x = m.Relu(m.batch_norm(m.conv(x, 8, 6, pads=[1, 1, 1, 1], strides=[2, 2]), 6))
    x = m.MaxPool(x, kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1])
    x = m.Dropout(m.Flatten(x, axis=1))
    x = m.Relu(m.linear(x, 6 * 3 * 4, 10))
    m.output(m.Softmax(m.linear(x, 10, 5), axis=1))


@case
def resnet(m):
    """Residual blocks with a strided stem, ending in GlobalAveragePool."""
    x = m.input("input", (1, 3, 16, 18))
    x = m.Relu(m.batch_norm(m.conv(x, 3, 4, kernel=7, pads=[3] * 4, strides=[2, 2], bias=False), 4))
    x = m.MaxPool(x, kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
    for channels, stride in ((4, 1), (6, 2)):
        inputs = 4
        y = m.Relu(m.batch_norm(m.conv(x, inputs, channels, pads=[1] * 4, strides=[stride] * 2, bias=False), channels))
        y = m.batch_norm(m.conv(y, channels, channels, pads=[1] * 4, bias=False), channels)
        if stride != 1:
            x = m.batch_norm(m.conv(x, inputs, channels, kernel=1, strides=[stride] * 2, bias=False), channels)
        x = m.Relu(m.Add(y, x))
    x = m.Flatten(m.GlobalAveragePool(x), axis=1)
    m.output(m.linear(x, 6, 4))


@case
def mobilenet(m):
    """Depthwise convolutions, Clip, squeeze and excitation; the tail reshapes by shape arithmetic."""
    x = m.input("input", (1, 3, 14, 10))
    low, high = m.const(0.0), m.const(6.0)
    x = m.HardSwish(m.conv(x, 3, 8, pads=[1] * 4, strides=[2, 2]))
    x = m.Clip(m.batch_norm(m.conv(x, 8, 16, group=8, pads=[1] * 4, bias=False), 16), low, high)
    s = m.GlobalAveragePool(x)
    s = m.HardSigmoid(m.conv(m.Relu(m.conv(s, 16, 4, kernel=1)), 4, 16, kernel=1), alpha=1 / 6)
    x = m.Mul(x, s)
    x = m.Clip(m.conv(x, 16, 12, kernel=1), low, high)
    x = m.AveragePool(x, kernel_shape=[7, 5])
    batch = m.Unsqueeze(m.Gather(m.Shape(x), m.const(0, np.int64), axis=0), m.ints(0))
    x = m.Reshape(x, m.Concat(batch, m.ints(-1), axis=0))
    m.output(m.linear(x, 12, 5))


@case
def tf2onnx(m):
    """As tf2onnx writes it: NHWC outside, Transpose around the convolutions, MatMul and Add for a dense layer."""
    x = m.input("input", (1, 9, 11, 2))
    x = m.Transpose(x, perm=[0, 3, 1, 2])
    x = m.Relu(m.conv(x, 2, 6, auto_pad="SAME_UPPER", strides=[2, 2]))
    x = m.Transpose(m.Transpose(x, perm=[0, 2, 3, 1]), perm=[0, 3, 1, 2])
    x = m.MaxPool(x, kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_UPPER")
    x = m.Transpose(x, perm=[0, 2, 3, 1])
    x = m.Reshape(x, m.ints(-1, 3 * 3 * 6))
    m.output(m.Add(m.MatMul(x, m.weights(54, 4)), m.weights(4)))


@case
def conv1d(m):
    """One spatial dimension."""
    x = m.input("input", (1, 4, 20))
    x = m.Relu(m.batch_norm(m.conv(x, 4, 6, kernel=[5], pads=[2, 2]), 6))
    x = m.MaxPool(x, kernel_shape=[2], strides=[2])
    x = m.conv(x, 6, 6, kernel=[3], group=6, pads=[2, 0])
    x = m.conv(x, 6, 8, kernel=[3], dilations=[2])
    x = m.AveragePool(x, kernel_shape=[3], strides=[2], pads=[1, 1])
    m.output(m.linear(m.Flatten(x), 8 * 3, 3), m.Squeeze(m.GlobalMaxPool(x), m.ints(2)))


@case
def convolutions(m):
    """Groups, dilations, asymmetric pads, transposed convolutions."""
    x = m.input("input", (1, 4, 5, 6))
    x = m.LeakyRelu(m.conv(x, 4, 8, group=2, pads=[0, 1, 2, 1]), alpha=0.1)
    x = m.conv(x, 8, 4, dilations=[2, 1], pads=[2, 1, 2, 1], auto_pad="NOTSET")
    x = m.conv(x, 4, 4, kernel=(2, 3), group=4, auto_pad="SAME_LOWER")
    a = m.ConvTranspose(x, m.weights(4, 3, 3, 3), m.weights(3), strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])
    b = m.ConvTranspose(x, m.weights(4, 1, 2, 2), strides=[2, 2], group=4)
    c = m.ConvTranspose(x, m.weights(4, 2, 4, 4), strides=[2, 2], pads=[1, 1, 1, 1])
    m.output(a, b, c)


@case
def pools(m):
    """Pools with pads, ceil_mode, count_include_pad."""
    x = m.input("input", (1, 3, 11, 9))
    m.output(
        m.MaxPool(x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
        m.MaxPool(x, kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
        m.AveragePool(x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1),
        m.AveragePool(x, kernel_shape=[3, 2], strides=[2, 3], pads=[1, 1, 1, 0]),
        m.AveragePool(x, kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
        m.GlobalMaxPool(x),
        m.AveragePool(m.Relu(x), kernel_shape=[3, 3], auto_pad="SAME_UPPER"),
    )


@case
def activations(m):
    """Functions of single elements."""
    x = m.input("input", (1, 5, 6))
    one = m.const(1.0)
    m.output(
        m.Sigmoid(x),
        m.Tanh(x),
        m.Elu(x, alpha=1.0),
        m.Elu(x, alpha=0.5),
        m.Selu(x),
        m.HardSigmoid(x),
        m.HardSwish(x),
        m.LeakyRelu(x),
        m.PRelu(x, m.const(m.random.uniform(0, 0.5, (5, 1)))),
        m.PRelu(x, m.const([0.25])),
        m.Clip(x, m.const(-0.5), one),
        m.Clip(x, "", one),
        m.Mul(x, m.Sigmoid(x)),
        m.Neg(m.Abs(x)),
        m.Softsign(x),
        m.Pow(x, m.const(2.0)),
        m.Pow(x, m.const(3.0)),
        m.Sqrt(m.Add(m.Abs(x), one)),
        m.Reciprocal(m.Add(m.Abs(x), one)),
        m.Div(x, m.Sqrt(m.Add(m.Abs(x), one))),
    )


@case
def arithmetic(m):
    """Broadcasting between layouts, comparisons, Where."""
    x, y = m.input("x", (1, 4, 5, 6)), m.input("y", (1, 4, 1, 6))
    c = m.conv(x, 4, 4, kernel=1)
    d = m.Sub(c, y)
    wide = m.const(m.random.standard_normal((4, 1, 1)))
    m.output(
        m.Mul(d, wide),
        m.Div(d, m.const(m.random.uniform(1, 2, (5, 1)))),
        m.Div(c, m.Add(m.Abs(y), m.const(1.0))),
        m.Max(c, y, m.const(0.1)),
        m.Min(c, y),
        m.Sum(c, y, wide),
        m.Mean(c, y),
        m.Where(m.Greater(c, y), c, m.const(0.5)),
        m.Where(m.Not(m.Or(m.Less(c, y), m.LessOrEqual(c, m.const(0.0)))), y, c),
        m.Where(m.And(m.GreaterOrEqual(c, y), m.Not(m.Equal(c, y))), y, c),
        m.Sub(m.const(1.0), c),
    )


@case
def reductions(m):
    """Reductions along dimensions that lie elsewhere."""
    x = m.conv(m.input("input", (1, 3, 5, 6)), 3, 4, pads=[1] * 4)
    m.output(
        m.ReduceMean(x, axes=[2, 3], keepdims=0),
        m.ReduceMean(x, axes=[1], keepdims=1),
        m.ReduceSum(x, m.ints(-1), keepdims=0),
        m.ReduceMax(x, axes=[1, 2], keepdims=0),
        m.ReduceMin(x, axes=[3], keepdims=1),
        m.ReduceL1(x, axes=[2], keepdims=0),
        m.ReduceSumSquare(x, axes=[1], keepdims=0),
        m.Cast(m.ArgMax(x, axis=1, keepdims=0), to=TensorProto.FLOAT),
        m.ArgMin(x, axis=3, keepdims=1),
        m.Softmax(x, axis=1),
        m.LogSoftmax(x, axis=-1),
    )


@case
def reductions18(m):
    """Axes as inputs; Softmax in the middle."""
    x = m.input("input", (1, 6, 5))
    m.output(
        m.ReduceMean(x, m.ints(1), keepdims=0),
        m.ReduceMax(x, m.ints(-1), keepdims=1),
        m.Softmax(x, axis=1),
        m.Gelu(x, approximate="tanh"),
        *m.node("Split", [x, m.ints(2, 3, 1)], 3, axis=1),
        *m.node("Split", [x], 2, axis=1, num_outputs=2),
        m.Pad(x, m.ints(1, 0), m.const(0.5), m.ints(2)),
    )


@case
def opset11(m):
    """Older forms: Softmax over all that follows, attributes for axes, Squeeze, Clip of a limit."""
    x = m.input("input", (1, 3, 4, 5))
    y = m.conv(x, 3, 2, pads=[1] * 4)
    s = m.Softmax(y, axis=1)
    u = m.Unsqueeze(m.ReduceSum(y, axes=[2], keepdims=0), axes=[1])
    v = m.Squeeze(m.ReduceMean(y, axes=[2], keepdims=1), axes=[2])
    a, b = m.node("Split", [y], 2, axis=3, split=[2, 3])
    m.output(s, u, v, a, b, m.LogSoftmax(m.Flatten(y), axis=1))


@case
def opset9(m):
    """Forms of before opset 11: Slice, Pad, Clip, Upsample with attributes."""
    x = m.input("input", (1, 2, 6, 5))
    y = m.conv(x, 2, 3, pads=[1] * 4)
    y = m.Clip(y, min=-0.5, max=0.5)
    a = m.Slice(y, starts=[1, 0], ends=[6, -1], axes=[2, 3])
    b = m.Pad(y, pads=[0, 0, 1, 0, 0, 0, 0, 2], mode="constant", value=0.25)
    c = m.Upsample(y, m.const([1, 1, 2, 2]), mode="nearest")
    d = m.Dropout(m.MaxPool(y, kernel_shape=[2, 2]))
    m.output(a, b, c, d)


@case
def cutting(m):
    """Slice, Split, Gather, Concat, Pad, Expand, Tile."""
    x = m.conv(m.input("input", (1, 3, 6, 7)), 3, 4, kernel=1)
    a, b = m.node("Split", [x], 2, axis=1)
    index = m.const([3, 0, 2], np.int64)
    m.output(
        m.Slice(x, m.ints(1, -5), m.ints(2**63 - 1, -1), m.ints(2, 3)),
        m.Slice(x, m.ints(5, 0), m.ints(-(2**31), 7), m.ints(2, 3), m.ints(-2, 3)),
        m.Concat(b, a, m.const(m.random.standard_normal((1, 1, 6, 7))), axis=1),
        m.Concat(a, b, axis=-2),
        m.Gather(x, index, axis=1),
        m.Gather(x, m.const(-1, np.int64), axis=3),
        m.Pad(x, m.ints(0, 0, 1, 2, 0, 0, 2, 1), m.const(-1.5)),
        m.Pad(x, m.ints(0, 0, 1, 2, 0, 0, 2, 1), mode="reflect"),
        m.Pad(x, m.ints(0, 0, 1, 1, 0, 0, 1, 0), mode="edge"),
        m.Pad(x, m.ints(0, 0, -1, 0, 0, 0, 2, -3)),
        m.Tile(a, m.ints(1, 2, 1, 3)),
        m.Expand(m.ReduceMean(x, axes=[2], keepdims=1), m.ints(1, 4, 2, 7)),
        m.Concat(*([a] * 12), axis=1),
    )


@case
def resizing(m):
    """Resize in the modes that TFLite has; DepthToSpace and SpaceToDepth."""
    x = m.conv(m.input("input", (1, 2, 2, 4)), 2, 8, kernel=1)
    two, no = m.const([1, 1, 2, 2]), ""
    sizes = m.ints(1, 8, 3, 7)
    m.output(
        m.Resize(x, no, two, mode="nearest", nearest_mode="floor", coordinate_transformation_mode="asymmetric"),
        m.Resize(x, no, two),
        m.Resize(x, no, two, mode="linear", coordinate_transformation_mode="half_pixel"),
        m.Resize(x, no, two, mode="linear", coordinate_transformation_mode="pytorch_half_pixel"),
        m.Resize(x, no, no, sizes, mode="linear", coordinate_transformation_mode="align_corners"),
        m.Resize(x, no, two, mode="linear", coordinate_transformation_mode="asymmetric"),
        m.Resize(x, no, no, sizes, mode="nearest", nearest_mode="ceil", coordinate_transformation_mode="asymmetric"),
        m.DepthToSpace(x, blocksize=2),
        m.DepthToSpace(x, blocksize=2, mode="CRD"),
        m.SpaceToDepth(x, blocksize=2),
    )


@case
def shuffle(m):
    """A channel shuffle between convolutions, and one that a depthwise convolution follows."""
    x = m.conv(m.input("input", (1, 4, 5, 6)), 4, 8, kernel=1)

    def shuffled(x):
        x = m.Reshape(x, m.ints(1, 2, 4, 5, 6))
        return m.Reshape(m.Transpose(x, perm=[0, 2, 1, 3, 4]), m.ints(1, 8, 5, 6))

    m.output(m.conv(m.Relu(shuffled(x)), 8, 3, kernel=1), m.conv(shuffled(x), 8, 8, group=8, pads=[1] * 4))


@case
def reshapes(m):
    """Reshape, Flatten, Transpose, Squeeze, Unsqueeze in all ways."""
    x = m.conv(m.input("input", (1, 3, 4, 5)), 3, 6, kernel=1)
    flat = m.Flatten(x)
    m.output(
        flat,
        m.Reshape(flat, m.ints(1, 6, 4, 5)),
        m.Reshape(x, m.ints(0, 0, -1)),
        m.Reshape(x, m.ints(1, 2, 3, 20)),
        m.Reshape(x, m.ints(1, 8, 15)),
        m.Transpose(x, perm=[0, 3, 1, 2]),
        m.Transpose(m.Reshape(x, m.ints(0, 0, -1)), perm=[0, 2, 1]),
        m.Unsqueeze(m.Squeeze(x, m.ints(0)), m.ints(0)),
        m.Add(m.Mul(flat, m.const(m.random.standard_normal(120))), m.Flatten(m.Relu(x))),
        m.ReduceMax(flat, axes=[1], keepdims=1),
        m.Concat(flat, m.Flatten(m.Neg(x)), axis=1),
        m.Slice(flat, m.ints(7), m.ints(31), m.ints(1)),
    )


@case
def attention(m):
    """A transformer's block with layer normalization, in the forms of PyTorch."""
    x = m.input("input", (1, 6, 8))
    n = m.LayerNormalization(x, m.weights(8, scale=1), m.weights(8), axis=-1)

    def heads(perm):
        y = m.Add(m.MatMul(n, m.weights(8, 8)), m.weights(8))
        return m.Transpose(m.Reshape(y, m.ints(1, 6, 2, 4)), perm=perm)

    q, k, v = heads([0, 2, 1, 3]), heads([0, 2, 3, 1]), heads([0, 2, 1, 3])
    scores = m.Softmax(m.Div(m.MatMul(q, k), m.const(2.0)), axis=-1)
    y = m.Reshape(m.Transpose(m.MatMul(scores, v), perm=[0, 2, 1, 3]), m.ints(1, 6, 8))
    x = m.Add(x, m.MatMul(y, m.weights(8, 8)))
    mean = m.ReduceMean(x, axes=[-1])
    d = m.Sub(x, mean)
    spread = m.Sqrt(m.Add(m.ReduceMean(m.Pow(d, m.const(2.0)), axes=[-1]), m.const(1e-5)))
    x = m.Add(m.Mul(m.Div(d, spread), m.weights(8, scale=1)), m.weights(8))
    m.output(x, m.MatMul(m.weights(3, 6), x), m.Gemm(m.Squeeze(x, m.ints(0)), m.Squeeze(x, m.ints(0)), transB=1, alpha=0.5))


@case
def matrices(m):
    """Gemm and MatMul in their forms."""
    x = m.input("input", (1, 7))
    y = m.Gemm(x, m.weights(7, 5), m.const(0.5), alpha=0.5, beta=2.0)
    z = m.Gemm(y, m.weights(4, 5), m.weights(1, 4), transB=1)
    image = m.conv(m.input("image", (1, 2, 3, 4)), 2, 3, kernel=1)
    m.output(z, m.MatMul(image, m.weights(4, 5)), m.MatMul(z, m.weights(4)), m.Gemm(x, m.weights(7, 3)))


@case
def embedding(m):
    """Integers in: an embedding, and pixels of a byte."""
    tokens = m.input("tokens", (1, 5), np.int64)
    pixels = m.input("pixels", (1, 2, 3, 4), np.uint8)
    x = m.Gather(m.weights(6, 4), tokens)
    p = m.Div(m.Cast(pixels, to=TensorProto.FLOAT), m.const(255.0))
    m.output(m.ReduceMean(x, axes=[1], keepdims=0), m.conv(p, 2, 3, kernel=1))


@case
def shape_arithmetic(m):
    """What exporters make of x.view(x.size(0), -1) and of interpolate(x, scale_factor=2)."""
    x = m.conv(m.input("input", (1, 3, 4, 5)), 3, 2, kernel=1)
    shape = m.Shape(x)
    height = m.Gather(shape, m.const(2, np.int64), axis=0)
    double = m.Cast(m.Floor(m.Mul(m.Cast(height, to=TensorProto.FLOAT), m.const(2.0))), to=TensorProto.INT64)
    tail = m.Concat(m.Unsqueeze(double, m.ints(0)), m.ints(10), axis=0)
    front = m.Slice(shape, m.ints(0), m.ints(2), m.ints(0))
    x = m.Resize(x, "", "", m.Concat(front, tail, axis=0), mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    ones = m.ConstantOfShape(m.ints(2), value=numpy_helper.from_array(np.array([1], np.int64)))
    count = m.Div(m.ReduceProd(m.Shape(x), keepdims=0), m.const(1, np.int64))
    wanted = m.Where(m.Equal(ones, m.ints(1, 1)), m.Concat(m.ints(1), m.Unsqueeze(count, m.ints(0)), axis=0), ones)
    steps = m.Cast(m.Range(m.const(0, np.int64), m.const(10, np.int64), m.const(1, np.int64)), to=TensorProto.FLOAT)
    m.output(m.Reshape(x, wanted), m.Add(x, m.Constant(value_float=0.5)), m.Mul(x, steps))


@case
def normalization(m):
    x = m.input("input", (1, 4, 5, 6))
    y = m.InstanceNormalization(x, m.weights(4, scale=1), m.weights(4), epsilon=1e-3)
    z = m.LayerNormalization(y, m.weights(4, 5, 6, scale=1), axis=1)
    g = m.GroupNormalization(y, m.weights(4, scale=1), m.weights(4), num_groups=2)
    m.output(y, z, g, m.RMSNormalization(x, m.weights(6, scale=1)), m.LpNormalization(x, axis=1, p=2))


@case
def types(m):
    """Weights as double, float16 and bfloat16 that are cast."""
    x = m.input("input", (1, 3, 5, 6))
    w = m.Cast(m.const(m.random.standard_normal((2, 3, 3, 3)), np.float16), to=TensorProto.FLOAT)
    d = m.Cast(m.const(m.random.standard_normal(2), np.float64), to=TensorProto.FLOAT)
    values = m.random.standard_normal((2, 1, 1)).astype(np.float32)
    m.initializers.append(helper.make_tensor("b16", TensorProto.BFLOAT16, values.shape, values.flatten()))
    m.initializers.append(helper.make_tensor("listed", TensorProto.FLOAT, (2, 1, 1), values.flatten()))
    m.output(m.Add(m.Mul(m.Conv(x, w, d), m.Cast("b16", to=TensorProto.FLOAT)), "listed"))


@case
def recurrent(m):
    """LSTM and GRU, in the forms of PyTorch (batch_first) and plain, in both directions."""
    x = m.input("input", (1, 5, 3))
    t = m.Transpose(x, perm=[1, 0, 2])

    def weights(gates, directions=1, hidden=4):
        rows = gates * hidden
        return m.weights(directions, rows, 3), m.weights(directions, rows, hidden), m.weights(directions, 2 * rows)

    zeros = m.const(np.zeros((1, 1, 4)))
    y, h, c = m.node("LSTM", [t, *weights(4), "", zeros, zeros], 3, hidden_size=4)
    y = m.Transpose(m.Squeeze(y, m.ints(1)), perm=[1, 0, 2])
    both, hb = m.node("LSTM", [t, *weights(4, 2)], 2, hidden_size=4, direction="bidirectional")
    start = m.weights(1, 1, 4, scale=1)
    back, _, cb = m.node("LSTM", [t, *weights(4), "", start, start], 3, hidden_size=4, direction="reverse")
    g, gh = m.node("GRU", [t, *weights(3), "", zeros], 2, hidden_size=4, linear_before_reset=1)
    plain = m.node("GRU", [t, *weights(3), "", start], 1, hidden_size=4)
    out = lambda v: m.Squeeze(v, m.ints(1))
    m.output(
        m.linear(m.Gather(y, m.const(-1, np.int64), axis=1), 4, 2),
        m.Squeeze(h, m.ints(0)),
        m.Squeeze(c, m.ints(0)),
        m.Reshape(m.Transpose(both, perm=[2, 0, 1, 3]), m.ints(1, 5, 8)),
        m.Reshape(hb, m.ints(1, 8)),
        m.Reshape(back, m.ints(1, 20)),
        m.Squeeze(cb, m.ints(0)),
        m.Transpose(out(g), perm=[1, 0, 2]),
        m.Squeeze(gh, m.ints(0)),
        m.Reshape(out(plain), m.ints(1, 20)),
    )


OPSETS = {"opset11": 11, "opset9": 9, "reductions18": 20, "types": 22, "normalization": 23}


def float_reference(model):
    """
    The model without the quantization of its activations: what its import computes in real numbers. A range that begins
    at 0 stands for the Relu that onnxruntime.quantization left out.
    """
    reference = onnx.ModelProto()
    reference.CopyFrom(model)
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    renamed, nodes = {}, []
    for node in model.graph.node:
        inputs = [renamed.get(name, name) for name in node.input]
        activation = node.input and node.input[0] not in constants
        if node.op_type in ("QuantizeLinear", "DequantizeLinear") and activation:
            renamed[node.output[0]] = inputs[0]
            zero = numpy_helper.to_array(constants[node.input[2]])
            if node.op_type == "QuantizeLinear" and zero == np.iinfo(zero.dtype).min:
                renamed[node.output[0]] = f"{inputs[0]}_relu"
                nodes.append(helper.make_node("Relu", [inputs[0]], [renamed[node.output[0]]]))
            continue
        kept = onnx.NodeProto()
        kept.CopyFrom(node)
        del kept.input[:]
        kept.input.extend(inputs)
        nodes.append(kept)
    del reference.graph.node[:]
    reference.graph.node.extend(nodes)
    del reference.graph.value_info[:]
    for node in reference.graph.node:
        for k, name in enumerate(node.output):
            for output in reference.graph.output:
                if renamed.get(output.name) == name:
                    node.output[k] = output.name
                    for other in reference.graph.node:
                        for i, value in enumerate(other.input):
                            if value == name:
                                other.input[i] = output.name
    return reference


def quantized(name, per_channel, weight_type, activation_type, form):
    """A small network, quantized by onnxruntime."""
    import tempfile

    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    m = Model(name, 17)
    x = m.input("input", (1, 3, 8, 9), symbolic=False)
    x = m.Relu(m.conv(x, 3, 6, pads=[1] * 4))
    x = m.Add(x, m.conv(x, 6, 6, group=6, pads=[1] * 4))
    x = m.MaxPool(x, kernel_shape=[2, 2], strides=[2, 2])
    x = m.Concat(x, m.Sigmoid(x), axis=1)
    x = m.Flatten(m.GlobalAveragePool(m.Relu(m.conv(x, 12, 8, kernel=1))))
    m.output(m.linear(x, 8, 4))

    class Reader(CalibrationDataReader):
        def __init__(self):
            random = np.random.default_rng(1)
            self.rest = [random.standard_normal((1, 3, 8, 9)).astype(np.float32) for _ in range(8)]

        def get_next(self):
            return {"input": self.rest.pop()} if self.rest else None

    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "f.onnx"), os.path.join(folder, "q.onnx")
        onnx.save(m.proto(), source)
        quantize_static(
            source,
            target,
            Reader(),
            quant_format=getattr(QuantFormat, form),
            per_channel=per_channel,
            weight_type=getattr(QuantType, weight_type),
            activation_type=getattr(QuantType, activation_type),
        )
        return m, onnx.load(target)


QUANTIZED = {
    "qdq_uint8": (False, "QUInt8", "QUInt8", "QDQ"),
    "qdq_int8_channels": (True, "QInt8", "QInt8", "QDQ"),
}


def main(names):
    for name, make in CASES.items():
        if names and name not in names:
            continue
        model = Model(name, OPSETS.get(name, 17))
        make(model)
        print(name)
        proto = model.proto(old_inputs=name == "opset9")
        save(name, proto, model.samples(), companions=name == "resnet")
    for name, settings in QUANTIZED.items():
        if names and name not in names:
            continue
        model, proto = quantized(name, *settings)
        save(name, proto, model.samples(), reference=float_reference(proto))
    if not names or "qoperator" in names:
        # The same integers in operators of their own: in real numbers it is the same network.
        model, proto = quantized("qdq_uint8", *QUANTIZED["qdq_uint8"])
        _, operators = quantized("qdq_uint8", *QUANTIZED["qdq_uint8"][:3], "QOperator")
        save("qoperator", operators, model.samples(), reference=float_reference(proto))


if __name__ == "__main__":
    main(sys.argv[1:])
