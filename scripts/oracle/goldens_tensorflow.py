"""Makes the goldens of TF.js models, frozen graphs and SavedModels: small networks, and what TensorFlow computes.

    python scripts/oracle/goldens_tensorflow.py test/formats/goldens [NAME...]

Needs tensorflow-cpu and keras 3. TF.js's own converter is not needed: model.json is written here, as its format says.
"""

import base64
import json
import os
import pathlib
import shutil
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
from google.protobuf.json_format import MessageToDict
from tensorflow.core.protobuf import saved_model_pb2
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

SAMPLES = 2
MAKERS = {}


def golden(kind, **options):
    """Registers a function that makes a model: Keras's layers, or a function with the specifications of its inputs."""

    def register(make):
        MAKERS[make.__name__] = (kind, make, options)
        return make

    return register


def spec(*shape, dtype=tf.float32):
    return tf.TensorSpec([None, *shape], dtype)


class Numbers:
    """Weights that are the same at every run."""

    def __init__(self, name):
        self.random = np.random.default_rng(sum(map(ord, name)))

    def __call__(self, *shape, scale=0.5):
        return self.random.normal(0, scale, shape).astype(np.float32)

    def positive(self, *shape):
        return self.random.uniform(0.5, 1.5, shape).astype(np.float32)


# Layers models of TF.js.


@golden("layers")
def converted_sequential():
    L = keras.layers
    return keras.Sequential(
        [
            L.Input((10, 9, 3)),
            L.Conv2D(6, 3, padding="same", activation="relu"),
            L.BatchNormalization(),
            L.DepthwiseConv2D(3, strides=2),
            L.LeakyReLU(negative_slope=0.1),
            L.Flatten(),
            L.Dense(5, activation="softmax"),
        ]
    )


@golden("layers")
def converted_nested():
    L = keras.layers
    inner = keras.Sequential([L.Input((8,)), L.Dense(6, name="fc"), L.Dense(8, name="out")], name="block")
    a, b = L.Input((8,), name="a"), L.Input((8,), name="b")
    both = L.Concatenate()([inner(a), L.Dense(4, name="fc", activation="tanh")(inner(b))])
    return keras.Model([a, b], [L.Dense(3, name="last")(both), L.Activation("sigmoid")(both)])


@golden("layers", quantize="uint8")
def quantized_bytes():
    L = keras.layers
    return keras.Sequential([L.Input((12,)), L.Dense(7, activation="relu"), L.Dense(3)])


@golden("layers", quantize="float16")
def quantized_halves():
    L = keras.layers
    return keras.Sequential([L.Input((6, 6, 2)), L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(3)])


@golden("layers", own=True)
def saved_by_tfjs():
    """In the form in which TF.js itself saves: the layers are a list, names are its own, weights trained first."""
    L = keras.layers
    return keras.Sequential(
        [
            L.Input((8, 8, 2)),
            L.Conv2D(4, 3, activation="relu", name="conv2d_Conv2D1"),
            L.BatchNormalization(name="batch_normalization_BatchNormalization1"),
            L.MaxPooling2D(2, name="max_pooling2d_MaxPooling2D1"),
            L.Flatten(name="flatten_Flatten1"),
            L.Dense(3, activation="softmax", name="dense_Dense1"),
        ]
    )


# Graphs. Each function computes with raw operators of TensorFlow, or by its library.


@golden("graph", inputs=[spec(9, 8, 3)])
def convolutions(n, x):
    y = tf.nn.conv2d(x, n(3, 3, 3, 4), 2, "SAME") + n(4)
    y = tf.nn.relu6(y)
    y = tf.nn.depthwise_conv2d(y, n(2, 3, 4, 2), [1, 1, 1, 1], "VALID")
    y = tf.nn.bias_add(y, n(8))
    y = tf.nn.leaky_relu(y, 0.1)
    y = tf.nn.conv2d(y, n(1, 1, 4, 6), 1, "VALID")
    y = tf.nn.elu(y)
    y = tf.raw_ops.Conv2D(
        input=y, filter=n(2, 2, 6, 3), strides=[1, 1, 1, 1], padding="EXPLICIT",
        explicit_paddings=[0, 0, 1, 0, 0, 1, 0, 0],
    )
    size = tf.shape(y)
    shape = tf.stack([size[0], size[1] * 2, size[2] * 2, 5])
    y = tf.nn.conv2d_transpose(y, n(3, 3, 5, 3), shape, 2, "SAME")
    return tf.nn.tanh(tf.reduce_mean(y, [1, 2], keepdims=True))


@golden("graph", inputs=[spec(11, 10, 2)])
def dilated(n, x):
    def blocks(x, weights, rate, pads, crops, conv):
        y = tf.space_to_batch(x, [rate, rate], pads)
        return tf.batch_to_space(conv(y, weights), [rate, rate], crops)

    plain = lambda y, w: tf.nn.conv2d(y, w, 1, "VALID")
    depth = lambda y, w: tf.nn.depthwise_conv2d(y, w, [1, 1, 1, 1], "VALID")
    y = blocks(x, n(3, 3, 2, 3), 2, [[2, 3], [2, 2]], [[0, 1], [0, 0]], plain)
    y = tf.nn.relu(y)
    y = blocks(y, n(3, 3, 3, 1), 2, [[0, 1], [0, 0]], [[0, 1], [0, 0]], depth)
    z = tf.squeeze(tf.nn.conv2d(tf.expand_dims(y[:, 1], 1), n(1, 2, 3, 2), 1, "SAME"), [1])
    return y, z


@golden("graph", inputs=[spec(6, 6, 4)])
def normalized(n, x):
    y, *_ = tf.raw_ops.FusedBatchNormV3(
        x=x, scale=n.positive(4), offset=n(4), mean=n(4), variance=n.positive(4), epsilon=0.001, is_training=False
    )
    y = tf.nn.max_pool2d(y, 2, 2, "SAME")
    y = tf.nn.avg_pool2d(y, 3, 1, "SAME")
    y = tf.nn.batch_normalization(y, n(4), n.positive(4), n(4), n.positive(4), 0.01)
    mean, variance = tf.nn.moments(y, [-1], keepdims=True)
    y = (y - mean) * tf.math.rsqrt(variance + 0.01)
    return y * tf.sigmoid(y)


@golden("graph", inputs=[spec(4, 6), spec(4, 6)])
def arithmetic(n, x, y):
    positive = tf.square(x) + 1.0
    a = tf.maximum(x, 0.25) - tf.minimum(y, n(6))
    b = tf.math.squared_difference(x, y) / positive
    c = tf.sqrt(positive) + tf.pow(y, 3.0) - tf.abs(x) / 4.0
    d = -tf.add_n([a, b, c])
    slope = n.positive(6)
    prelu = tf.nn.relu(d) + (-slope) * tf.nn.relu(-d)
    e = tf.where(x > y, prelu, b) * tf.cast(tf.logical_and(x < 1.0, y >= -1.0), tf.float32)
    return tf.nn.softmax(e), tf.nn.log_softmax(c), tf.reduce_sum(d, -1), tf.nn.selu(a), tf.math.reciprocal(positive)


@golden("graph", inputs=[spec(5, 6)])
def matrices(n, x):
    y = tf.reshape(tf.matmul(tf.reshape(x, [-1, 6]), n(6, 4)), [-1, 5, 4])
    y = tf.nn.bias_add(y, n(4))
    scores = tf.matmul(y, y, transpose_b=True)
    y = tf.matmul(tf.nn.softmax(scores / 2.0), y)
    z = tf.raw_ops.MatMul(a=y[:, 0], b=n(3, 4), transpose_b=True)
    w = tf.raw_ops.BatchMatMulV2(x=y, y=n(4, 2))
    return z, w, tf.argmax(z, -1, output_type=tf.int32)


@golden("graph", inputs=[spec(4, 6, 3)])
def moving(n, x):
    shape = tf.shape(x)
    flat = tf.reshape(x, [shape[0], shape[1] * shape[2], -1])
    a, b, c = tf.split(x, 3, axis=3)
    d, e = tf.split(x, [2, 4], axis=2)
    rows = tf.unstack(x, axis=1)
    stacked = tf.stack([rows[0], rows[3]], axis=1)
    joined = tf.concat([a, tf.tile(b, [1, 1, 1, 2]), c, x[:, ::1, :, 1:2]], 3)
    strided = x[:, ::2, 1:-1:2, ..., tf.newaxis]
    mirrored = tf.pad(x, [[0, 0], [1, 1], [2, 0], [0, 0]], "REFLECT")
    padded = tf.pad(e, [[0, 0], [0, 1], [1, 0], [0, 0]], constant_values=0.5) + tf.pad(e, [[0, 0], [0, 1], [1, 0], [0, 0]])
    turned = tf.transpose(x, [0, 2, 1, 3])
    gathered = tf.gather(turned, [3, 0, 1], axis=1)
    deep = tf.nn.space_to_depth(x, 2)
    return (
        flat, d, stacked, joined, tf.squeeze(strided, [4]), mirrored, padded, gathered,
        tf.nn.depth_to_space(deep * 2.0, 2), tf.reduce_max(x, [1]), tf.reduce_min(x, [2], keepdims=True),
    )


@golden("graph", inputs=[spec(4, 5, 2)])
def resized(n, x):
    size = tf.shape(x)[1:3] * 2
    raw = tf.raw_ops
    return (
        raw.ResizeBilinear(images=x, size=size, half_pixel_centers=True),
        raw.ResizeBilinear(images=x, size=[7, 9], align_corners=True),
        raw.ResizeNearestNeighbor(images=x, size=size),
        raw.ResizeNearestNeighbor(images=x, size=[8, 10], half_pixel_centers=True),
    )


@golden("graph", inputs=[spec(5, 6)])
def attention(n, x):
    query, key, value = (tf.einsum("abc,cde->abde", x, n(6, 2, 3)) for _ in range(3))
    scores = tf.nn.softmax(tf.einsum("aecd,abcd->acbe", key, query) * 0.6)
    y = tf.einsum("abcd,cde->abe", tf.einsum("acbe,aecd->abcd", scores, value), n(2, 3, 6)) + x
    return tf.nn.gelu(y), tf.nn.gelu(y, approximate=True)


@golden("graph", inputs=[spec(8, dtype=tf.int32)])
def embedding(n, x):
    y = tf.gather(n(20, 4), tf.where(x < 0, x + 20, x), axis=0)
    y = tf.nn.conv1d(tf.pad(y, [[0, 0], [4, 0], [0, 0]]), n(3, 4, 5), 1, "VALID", dilations=2)
    return tf.reduce_max(tf.nn.relu(y), 1)


@golden("graph", inputs=[spec(12)], types=["graphdef"], reals=lambda x: x)
def dropout(n, x):
    """Dropout that was left switched on; at inference it does nothing."""
    random = tf.random.uniform(tf.shape(x)) + 0.75
    a = tf.floor(random) / 0.75 * x
    mask = tf.raw_ops.RandomUniform(shape=tf.shape(x), dtype=tf.float32) >= 0.5
    return tf.where(mask, a * 2.0, tf.zeros_like(x)) * 1.5


@golden("graph", inputs=[spec(6)], learned=True)
def quantized(n, x, learned=True):
    """Quantization-aware training as TensorFlow writes it. Ranges of activations are learned, and change no output."""
    fake = tf.quantization.fake_quant_with_min_max_args(x, -3.0, 3.0) if learned else x
    weights = n(6, 5)
    low, high = np.minimum(weights.min(0), -0.1), np.maximum(weights.max(0), 0.1)
    bound = np.maximum(-low, high)
    weights = tf.quantization.fake_quant_with_min_max_vars_per_channel(weights, -bound, bound, narrow_range=True)
    y = tf.nn.relu(tf.matmul(fake, weights) + n(5))
    return tf.quantization.fake_quant_with_min_max_vars(y, 0.0, 6.0) if learned else y


@golden("graph", inputs=[spec(3, 4), spec(3, 4)], types=["tfjs"])
def several_inputs(n, first, second):
    return tf.matmul(first * second, n(4, 2)), tf.concat([first, second], 1)


@golden("graph", inputs=[spec(8, 8, 3)], types=["tfjs"], fuse=True)
def fused(n, x):
    """Operators that TF.js's converter fuses."""
    y = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, n(3, 3, 3, 4), 1, "SAME"), n(4)))
    y = tf.nn.relu6(tf.nn.bias_add(tf.nn.depthwise_conv2d(y, n(3, 3, 4, 1), [1, 2, 2, 1], "SAME"), n(4)))
    y = tf.nn.elu(tf.nn.bias_add(tf.nn.conv2d(y, n(1, 1, 4, 5), 1, "VALID"), n(5)))
    y = tf.reshape(y, [-1, 80])
    return tf.nn.softmax(tf.nn.bias_add(tf.matmul(y, n(80, 3)), n(3)))


@golden("graph", inputs=[spec(6)], quantize="uint16", types=["tfjs"])
def quantized_words(n, x):
    return tf.nn.relu(tf.matmul(x, n(6, 4)) + n(4))


# SavedModels.


@golden("saved")
def exported_by_keras():
    L = keras.layers
    return keras.Sequential(
        [
            L.Input((8, 8, 2)),
            L.Conv2D(4, 3, use_bias=False),
            L.BatchNormalization(),
            L.ReLU(),
            L.Reshape((12, 12)),
            L.Conv1D(3, 2, padding="same", dilation_rate=2),
            L.Dropout(0.5),
            L.GlobalAveragePooling1D(),
            L.LayerNormalization(),
            L.Dense(3, activation="softmax"),
        ]
    )


@golden("module")
def module():
    """A function with variables, and one that it calls."""
    n = Numbers("module")

    class Module(tf.Module):
        def __init__(self):
            super().__init__()
            self.weights = tf.Variable(n(5, 4))
            self.biases = [tf.Variable(n(4)), tf.Variable(n(4))]

        @tf.function
        def inner(self, x):
            return tf.nn.relu(x + self.biases[0])

        @tf.function(input_signature=[spec(5), spec(4)])
        def __call__(self, x, other):
            return {"sum": self.inner(x @ self.weights) + other, "scaled": self.inner(other) * self.biases[1]}

    return Module()


# Writing.


def sample(inputs, seed):
    """Real numbers, or positions in a table of 20."""
    random = np.random.default_rng(seed)

    def one(shape, dtype):
        if dtype == tf.int32:
            return random.integers(0, 20, [SAMPLES, *shape[1:]]).astype(np.int32)
        return random.normal(0, 1, [SAMPLES, *shape[1:]]).astype(np.float32)

    return [one(given.shape, given.dtype) for given in inputs]


def randomize(model, seed):
    random = np.random.default_rng(seed)
    for weight in model.weights:
        positive = "variance" in weight.path or "gamma" in weight.path
        value = random.uniform(0.5, 1.5, weight.shape) if positive else random.normal(0, 0.4, weight.shape)
        weight.assign(value.astype(np.float32))


def quantized_as(value, kind):
    """The numbers that a quantized weight is stored as, what they stand for, and how the manifest says it."""
    if kind == "float16":
        stored = value.astype(np.float16)
        return stored, stored.astype(np.float32), {"dtype": "float16", "original_dtype": "float32"}
    levels = np.iinfo(kind).max
    low, scale = float(value.min()), float((value.max() - value.min()) / levels) or 1.0
    stored = np.round((value - low) / scale).astype(kind)
    real = (stored.astype(np.float64) * scale + low).astype(np.float32)
    return stored, real, {"dtype": kind, "scale": scale, "min": low, "original_dtype": "float32"}


def write_weights(folder, weights, kind=None, shards=1):
    """The manifest; the bytes are cut into so many files."""
    entries, data, reals = [], b"", {}
    for name, value in weights:
        entry = {"name": name, "shape": list(value.shape), "dtype": str(value.dtype)}
        if kind is not None and value.dtype == np.float32:
            value, reals[name], entry["quantization"] = quantized_as(value, kind)
        entries.append(entry)
        data += value.tobytes()
    size = -(-len(data) // shards)
    paths = [f"group1-shard{k + 1}of{shards}.bin" for k in range(shards)]
    for k, path in enumerate(paths):
        (folder / path).write_bytes(data[k * size : (k + 1) * size])
    return [{"paths": paths, "weights": entries}], reals


def write_json(folder, content):
    (folder / "model.json").write_text(json.dumps(content, separators=(",", ":")))


def keras2_layer(layer):
    """A layer's configuration as TF.js has it: that of Keras 2."""
    config = {key: value for key, value in layer.get_config().items() if not isinstance(value, dict)}
    return {"class_name": type(layer).__name__, "config": config}


def weight_name(weight):
    return weight.path.removeprefix("sequential/")


def make_layers(folder, name, make, own=False, quantize=None):
    keras.utils.clear_session()
    model = make()
    randomize(model, len(name))
    weights = model.trainable_weights + model.non_trainable_weights if own else model.weights
    pairs = [("/".join(w.path.split("/")[-2:]) if own else w.path, w.numpy()) for w in weights]
    manifest, reals = write_weights(folder, pairs, quantize, 2)
    for weight, (key, _) in zip(weights, pairs):
        if key in reals:
            weight.assign(reals[key])
    if own:
        layers = [keras2_layer(layer) for layer in model.layers]
        layers[0]["config"]["batch_input_shape"] = list(model.input_shape)
        topology = {"class_name": "Sequential", "config": layers, "keras_version": "tfjs-layers 4.22.0", "backend": "tensor_flow.js"}
    else:
        config = json.loads(model.to_json())
        topology = {"keras_version": keras.__version__, "backend": "tensorflow", "model_config": config}
    write_json(folder, {"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest})
    return sample(model.inputs, 1), lambda *x: model(list(x) if len(x) > 1 else x[0])


def fuse(nodes):
    """Chains of a product, a bias and an activation as the one node that TF.js's converter makes of them."""
    fusible = {"Conv2D": "_FusedConv2D", "MatMul": "_FusedMatMul", "DepthwiseConv2dNative": "FusedDepthwiseConv2dNative"}
    result = []
    by_name = {node["name"]: node for node in nodes}
    gone = set()
    for node in nodes:
        product = by_name.get(node.get("input", [""])[0])
        if node["op"] != "BiasAdd" or product is None or product["op"] not in fusible:
            continue
        after = next((one for one in nodes if node["name"] in one.get("input", [])), None)
        steps = ["BiasAdd"]
        if after is not None and after["op"] in ("Relu", "Relu6", "Elu"):
            steps.append(after["op"])
            last = after
        else:
            last = node
        product["op"] = fusible[product["op"]]
        product["input"].append(node["input"][1])
        product["attr"]["fused_ops"] = {"list": {"s": [base64.b64encode(step.encode()).decode() for step in steps]}}
        product["attr"]["num_args"] = {"i": "1"}
        gone |= {node["name"], last["name"]} - {product["name"]}
        for one in nodes:
            one["input"] = [product["name"] if i == last["name"] else i for i in one.get("input", [])]
    return [node for node in nodes if node["name"] not in gone]


def make_graph_model(folder, name, frozen, quantize, fused):
    graph = frozen.graph.as_graph_def()
    weights = []
    for node in graph.node:
        if node.op == "Const":
            weights.append((node.name, tf.make_ndarray(node.attr["value"].tensor)))
            node.attr["value"].tensor.ClearField("tensor_content")
            for field in ("float_val", "int_val", "int64_val", "bool_val"):
                node.attr["value"].tensor.ClearField(field)
    weights = [(key, value.astype(np.int32) if value.dtype == np.int64 else value) for key, value in weights]
    manifest, reals = write_weights(folder, weights, quantize)
    topology = json.loads(json.dumps(MessageToDict(graph), sort_keys=True))
    topology["node"] = fuse(topology["node"]) if fused else topology["node"]
    port = lambda tensor: {"name": tensor.name, "tensorShape": {"dim": [{"size": str(d or -1)} for d in tensor.shape]}}
    signature = {
        "inputs": {tensor.name: port(tensor) for tensor in frozen.inputs},
        "outputs": {tensor.name: port(tensor) for tensor in frozen.outputs},
    }
    write_json(folder, {"format": "graph-model", "signature": signature, "modelTopology": topology, "weightsManifest": manifest})
    return reals


def frozen_function(name, make, inputs):
    numbers = Numbers(name)
    function = tf.function(lambda *x: make(numbers, *x)).get_concrete_function(*inputs)
    return convert_variables_to_constants_v2(function)


def make_graph(folder, name, make, kind, inputs, fuse=False, quantize=None, types=(), learned=False, reals=None):
    frozen = frozen_function(name, make, inputs)
    run = frozen
    if kind == "graphdef":
        # A frozen graph does not say what its outputs are, nor in which order: what nothing reads, in its own order.
        graph = frozen.graph.as_graph_def()
        (folder / "model.pb").write_bytes(graph.SerializeToString(deterministic=True))
        order = {node.name: k for k, node in enumerate(graph.node)}
        outputs = sorted(range(len(frozen.outputs)), key=lambda k: order[frozen.outputs[k].op.name])
        run = lambda *x: [frozen(*x)[k] for k in outputs]
    else:
        reals = make_graph_model(folder, name, frozen, quantize, fuse)
        if reals:
            real = Numbers(name)
            values = iter(reals.values())
            run = tf.function(lambda *x: make(lambda *shape: next(values), *x))
    if learned:
        run = tf.function(lambda *x: make(Numbers(name), *x, learned=False))
    if reals:
        run = lambda x: reals(x) * 1.5
    return sample(inputs, 2), run


def keep_what_serves(graph):
    """Leaves the nodes and functions that the signature and the loading of variables depend on."""
    by_name = {node.name: node for node in graph.graph_def.node}
    functions = {one.signature.name: one for one in graph.graph_def.library.function}
    ports = [port.name for port in graph.signature_def["serving_default"].outputs.values()]
    waiting = [name.split(":")[0] for name in [*ports, graph.saver_def.restore_op_name]]
    kept = set()
    while waiting:
        name = waiting.pop()
        node = by_name.get(name)
        if name in kept or node is None and name not in functions:
            continue
        kept.add(name)
        for one in [node] if node is not None else functions[name].node_def:
            waiting += [attr.func.name for attr in one.attr.values() if attr.HasField("func")]
        if node is not None:
            waiting += [source.lstrip("^").split(":")[0] for source in node.input]
    for name in [name for name in graph.signature_def if name != "serving_default"]:
        del graph.signature_def[name]
    for listed, key in ((graph.graph_def.node, lambda one: one.name), (graph.graph_def.library.function, lambda one: one.signature.name)):
        chosen = [one for one in listed if key(one) in kept]
        del listed[:]
        listed.extend(chosen)


def trim(folder):
    """Takes out of a SavedModel what no inference needs, so that the file is small."""
    path = folder / "saved_model.pb"
    saved = saved_model_pb2.SavedModel.FromString(path.read_bytes())
    for graph in saved.meta_graphs:
        graph.meta_info_def.ClearField("stripped_op_list")
        graph.ClearField("object_graph_def")
        keep_what_serves(graph)
        functions = graph.graph_def.library.function
        for node in [*graph.graph_def.node, *(node for one in functions for node in one.node_def)]:
            node.ClearField("experimental_debug_info")
            for key in [key for key in node.attr if key.startswith("_")]:
                del node.attr[key]
        for one in functions:
            one.ClearField("arg_attr")
            one.ClearField("attr")
    path.write_bytes(saved.SerializeToString(deterministic=True))
    for extra in ("fingerprint.pb", "assets"):
        path = folder / extra
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def make_saved(folder, name, make):
    keras.utils.clear_session()
    model = make()
    randomize(model, len(name))
    model.export(folder, verbose=False)
    return sample(model.inputs, 3), model


def make_module(folder, name, make):
    made = make()
    tf.saved_model.save(made, folder)
    # Inputs and outputs in the order of their names.
    x, other = sample([spec(5), spec(4)], 4)
    results = lambda other, x: [value for _key, value in sorted(made(x, other).items())]
    return [other, x], results


def outputs_of(result):
    return [np.asarray(value) for value in (result if isinstance(result, (list, tuple)) else [result])]


def make(root, name):
    kind, maker, options = MAKERS[name]
    formats = {"layers": ["tfjs"], "graph": options.get("types", ["tfjs", "graphdef"])}.get(kind, ["saved-model"])
    for target in formats:
        folder = root / target / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if kind == "layers":
            x, run = make_layers(folder, name, maker, **options)
        elif kind == "graph":
            x, run = make_graph(folder, name, maker, target, **options)
        elif kind == "saved":
            x, run = make_saved(folder, name, maker)
        else:
            x, run = make_module(folder, name, maker)
        # One sample at a time, as the network takes them.
        each = [outputs_of(run(*[tf.constant(value[k : k + 1]) for value in x])) for k in range(SAMPLES)]
        y = [np.concatenate([one[o] for one in each]) for o in range(len(each[0]))]
        arrays = {f"x{i}": value for i, value in enumerate(x)} | {f"y{o}": value for o, value in enumerate(y)}
        np.savez_compressed(folder / "io.npz", **arrays)
        if target == "saved-model":
            trim(folder)


if __name__ == "__main__":
    for chosen in sys.argv[2:] or MAKERS:
        make(pathlib.Path(sys.argv[1]), chosen)
