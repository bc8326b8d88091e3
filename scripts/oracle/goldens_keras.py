"""Makes the goldens of Keras models: small networks, and what Keras computes with them.

    python scripts/oracle/goldens_keras.py test/formats/goldens/keras [NAME...]

Needs tensorflow-cpu and keras 3; tf_keras too for the files of Keras 2 (their names begin with keras2).
"""

import json
import os
import pathlib
import shutil
import sys
import zipfile

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

try:
    import tf_keras
except ImportError:
    tf_keras = None

MAKERS = {}


def golden(ending, old=False):
    """Registers a function that makes a model with the given Keras; the file has the given ending."""

    def register(make):
        MAKERS[make.__name__] = (make, ending, old)
        return make

    return register


@golden(".h5", old=True)
def keras2_cnn(k):
    """A Sequential model without an input layer."""
    L = k.layers
    return k.Sequential(
        [
            L.Conv2D(6, 3, padding="same", strides=2, use_bias=False, input_shape=(12, 10, 3)),
            L.BatchNormalization(),
            L.ReLU(max_value=6.0),
            L.DepthwiseConv2D((3, 2), depth_multiplier=2, padding="valid"),
            L.BatchNormalization(scale=False),
            L.LeakyReLU(alpha=0.1),
            L.SeparableConv2D(8, 3, padding="same", activation="relu"),
            L.SpatialDropout2D(0.2),
            L.MaxPooling2D(2, padding="same"),
            L.Conv2D(8, 1, groups=2, activation="hard_sigmoid"),
            L.GlobalAveragePooling2D(),
            L.Dropout(0.5),
            L.Dense(5, activation="softmax"),
        ]
    )


def two_towers(k):
    """Shared layers, a model as a layer that is called twice, two inputs and two outputs."""
    L = k.layers
    inner_input = L.Input((6, 6, 4), name="block_in")
    x = L.Conv2D(4, 3, padding="same", name="block_conv")(inner_input)
    x = L.BatchNormalization(name="block_bn")(x)
    x = L.Activation("relu", name="block_relu")(x)
    block = k.Model(inner_input, L.Add(name="block_add")([x, inner_input]), name="block")
    head = k.Sequential([L.Input((4,)), L.Dense(6, activation="tanh"), L.Dense(3)], name="head")
    a, b = L.Input((6, 6, 3), name="left"), L.Input((6, 6, 3), name="right")
    stem = L.Conv2D(4, 1, name="stem")
    left, right = block(stem(a)), block(stem(b))
    pooled = [L.GlobalMaxPooling2D(name=f"pool{i}")(t) for i, t in enumerate((left, right))]
    scores = head(L.Average(name="mean")(pooled))
    both = L.Concatenate(axis=-1, name="both")([left, right])
    image = L.Conv2D(2, 3, dilation_rate=2, activation="sigmoid", name="image")(both)
    return k.Model([a, b], [scores, image, left], name="towers")


@golden(".h5", old=True)
def keras2_towers(k):
    return two_towers(k)


@golden(".keras", old=True)
def keras2_towers_archive(k):
    return two_towers(k)


@golden(".keras")
def towers(k):
    return two_towers(k)


@golden(".keras")
def functional_output(k):
    """A functional model whose calls are outputs themselves."""
    L = k.layers
    inner = L.Input((5,))
    block = k.Model(inner, L.Dense(5, activation="relu")(inner))
    x = L.Input((5,))
    once = block(x)
    return k.Model(x, [block(once), once, k.Sequential([L.Dense(2)])(x)])


@golden(".h5")
def frozen_part(k):
    """A nested model of which a part is not trained: its weights are saved in another order."""
    L = k.layers
    base = k.Sequential(
        [
            L.Input((8, 8, 2)),
            L.Conv2D(4, 3, name="frozen_conv", trainable=False),
            L.BatchNormalization(name="frozen_bn", trainable=False),
            L.Conv2D(4, 3, name="live_conv"),
            L.BatchNormalization(name="live_bn"),
        ],
        name="base",
    )
    return k.Sequential([L.Input((8, 8, 2)), base, L.Flatten(), L.Dense(3)])


ACTIVATIONS = (
    "relu relu6 leaky_relu sigmoid hard_sigmoid tanh hard_tanh tanh_shrink softmax elu selu silu hard_silu gelu softsign"
).split()


@golden(".keras")
def activations(k):
    L = k.layers
    x = L.Input((7, 3))
    functions = [L.Activation(name)(x) for name in ACTIVATIONS]
    layers = [
        L.ReLU(max_value=2.5, negative_slope=0.25)(x),
        L.LeakyReLU(negative_slope=0.2)(x),
        L.PReLU(shared_axes=[1])(x),
        L.ELU(alpha=0.7)(x),
        L.Softmax(axis=1)(x),
    ]
    return k.Model(x, [L.Dense(2)(y) for y in functions + layers])


@golden(".keras")
def one_dimension(k):
    L = k.layers
    x = L.Input((20, 3))
    a = L.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu")(x)
    b = L.SeparableConv1D(4, 5, padding="same", depth_multiplier=2)(x)
    y = L.Add()([a, b])
    y = L.BatchNormalization()(y)
    y = L.ZeroPadding1D((1, 2))(y)
    y = L.MaxPooling1D(3, strides=2, padding="same")(y)
    y = L.DepthwiseConv1D(2, depth_multiplier=2)(y)
    y = L.AveragePooling1D(2)(y)
    y = L.UpSampling1D(3)(y)
    y = L.Cropping1D((2, 1))(y)
    y = L.Conv1DTranspose(3, 3, strides=2, padding="same")(y)
    y = L.SpatialDropout1D(0.1)(y)
    outputs = [L.GlobalMaxPooling1D()(y), L.GlobalAveragePooling1D(keepdims=True)(y), L.Dense(2)(y)]
    return k.Model(x, outputs)


@golden(".keras")
def shapes(k):
    L = k.layers
    x = L.Input((4, 6, 2))
    a = L.Reshape((-1, 3))(L.Permute((3, 1, 2))(x))
    b = L.RepeatVector(4)(L.Flatten()(x))
    c = L.Cropping2D(((1, 0), (2, 1)))(L.ZeroPadding2D(((0, 1), (1, 2)))(x))
    d = L.UpSampling2D((2, 3))(x)
    e = L.UpSampling2D(2, interpolation="bilinear")(x)
    f = L.Conv2DTranspose(3, (3, 2), strides=(2, 3), padding="valid")(x)
    g = L.Conv2DTranspose(3, 4, strides=2, padding="same", use_bias=False, activation="relu")(x)
    h = L.GlobalMaxPooling2D(keepdims=True)(x)
    i = L.AveragePooling2D(3, strides=2, padding="same")(x)
    return k.Model(x, [a, L.Dense(3)(b), c, d, e, f, g, h, i])


@golden(".keras")
def merges(k):
    L = k.layers
    a, b, c = L.Input((3, 4), name="a"), L.Input((3, 4), name="b"), L.Input((4,), name="c")
    outputs = [
        L.Add()([a, b, a]),
        L.Subtract()([a, b]),
        L.Multiply()([a, b]),
        L.Average()([a, b, b]),
        L.Maximum()([a, b]),
        L.Minimum()([a, b]),
        L.Concatenate(axis=1)([a, b]),
        L.Dot(axes=(2, 2))([a, b]),
        L.Dot(axes=1)([a, b]),
        L.Dot(axes=(2, 1))([a, c]),
        L.Dot(axes=1)([c, c]),
        L.Multiply()([a, c]),
    ]
    return k.Model([a, b, c], outputs)


@golden(".keras")
def normalizations(k):
    L = k.layers
    x = L.Input((5, 4, 3))
    y = L.Rescaling(1 / 127.5, offset=-1)(x)
    y = L.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 0.5])(y)
    learned = L.Normalization()
    learned.adapt(np.random.RandomState(3).uniform(0, 2, (10, 5, 4, 3)))
    z = learned(y)
    a = L.LayerNormalization()(z)
    b = L.LayerNormalization(axis=[2, 3], center=False)(z)
    c = L.BatchNormalization(axis=1)(z)
    return k.Model(x, [a, b, c])


@golden(".keras")
def embedding(k):
    L = k.layers
    return k.Sequential([L.Input((6,)), L.Embedding(11, 4), L.Conv1D(3, 3, activation="relu"), L.Flatten(), L.Dense(2)])


@golden(".keras")
def dense_only(k):
    L = k.layers
    return k.Sequential(
        [
            L.Input((10,)),
            L.GaussianNoise(0.1),
            L.Dense(8, use_bias=False),
            L.BatchNormalization(),
            L.ReLU(),
            L.ActivityRegularization(l2=0.1),
            L.Dense(4, activation="swish"),
            L.Identity(),
        ]
    )


@golden(".keras")
def operations(k):
    """Operations that are no layers, with numbers among their operands."""
    L, ops = k.layers, k.ops
    x = L.Input((4, 6, 3))
    y = L.Conv2D(3, 1)(x)
    z = 1.0 - (x + y) * 2.0
    z = ops.relu(z) / 3
    z = ops.mean(z, axis=[1, 2], keepdims=True) * y
    z = ops.concatenate([z, y], axis=-1)
    outputs = [
        ops.reshape(z, (-1, 144)),
        ops.transpose(z, (0, 2, 1, 3)),
        z[:, 1:3, ::2, 0],
        ops.add(z, ops.convert_to_tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])),
        ops.silu(y),
        ops.clip(y, -0.5, 1),
        -y,
        ops.matmul(y, ops.transpose(y, (0, 1, 3, 2))),
        ops.max(y, axis=1),
        ops.square(ops.expand_dims(y, 1)),
        ops.squeeze(z[:, :1], 1),
        ops.gelu(y, approximate=True),
    ]
    return k.Model(x, outputs)


@golden(".keras", old=True)
def keras2_operations(k):
    import tensorflow as tf

    L = k.layers
    x = L.Input((4, 6, 3))
    z = 1.0 - (x + L.Conv2D(3, 1)(x)) * 2.0
    y = z * (tf.nn.relu6(z + 3.0) / 6)
    z = tf.reduce_mean(y, axis=[1, 2], keepdims=True) * y
    z = tf.concat([z, y], axis=-1)
    outputs = [
        tf.reshape(z, (-1, 144)),
        tf.transpose(z, (0, 2, 1, 3))[:, 1:3, :, 0],
        tf.clip_by_value(y, 0, 1),
        tf.math.multiply(y, tf.constant([1.0, 2.0, 3.0])),
        tf.squeeze(z[:, :1], 1),
        tf.maximum(tf.tanh(-y), 0.1),
    ]
    return k.Model(x, outputs)


def recurrent_layers(k):
    """All cells, in both directions, with states that go from layer to layer."""
    L = k.layers
    x = L.Input((6, 4))
    a = L.LSTM(3, return_sequences=True)(x)
    b = L.GRU(3, go_backwards=True, return_sequences=True, reset_after=False, activation="relu")(x)
    c, state = L.GRU(3, return_state=True, return_sequences=True, recurrent_activation="hard_sigmoid")(a)
    d, hidden, cell = L.LSTM(4, return_state=True, use_bias=False, unit_forget_bias=False)(b)
    e = L.LSTM(4, unroll=True)(c, initial_state=[hidden, cell])
    f = L.SimpleRNN(3, return_sequences=True)(c, initial_state=state)
    g = L.GRU(2, use_bias=False)(f)
    h = L.Bidirectional(L.LSTM(2, return_sequences=True))(f)
    i = L.Bidirectional(L.GRU(2), merge_mode="sum")(h)
    j = L.Bidirectional(L.SimpleRNN(2, return_state=True), merge_mode=None)(f)
    back = L.GRU(2, return_sequences=True, go_backwards=True)
    m = L.Bidirectional(L.LSTM(2, return_sequences=True), backward_layer=back, merge_mode="ave")(f)
    n = L.RNN(L.LSTMCell(2), return_sequences=True)(m)
    o = L.RNN([L.LSTMCell(3), L.GRUCell(2), L.LSTMCell(2)])(n)
    return k.Model(x, [d, e, g, i, *j, n, o])


@golden(".keras")
def recurrent(k):
    return recurrent_layers(k)


@golden(".h5", old=True)
def keras2_recurrent(k):
    L = k.layers
    x = L.Input((4, 3))
    a, hidden, cell = L.LSTM(2, return_state=True, return_sequences=True)(x)
    b = L.Bidirectional(L.GRU(2, return_sequences=True))(a)
    c = L.LSTM(2, recurrent_activation="hard_sigmoid")(b, initial_state=[hidden, cell])
    return k.Model(x, [c, L.RNN([L.LSTMCell(2), L.GRUCell(2)])(b)])


@golden(".keras", old=True)
def keras2_recurrent_archive(k):
    return recurrent_layers(k)


def over_time(k):
    """Layers and models that run on each step by itself."""
    L = k.layers
    x = L.Input((3, 6, 6, 2))
    y = L.TimeDistributed(L.Conv2D(3, 3, activation="relu"))(x)
    y = L.TimeDistributed(L.BatchNormalization())(y)
    y = L.TimeDistributed(L.MaxPooling2D(2))(y)
    y = L.TimeDistributed(L.Flatten())(y)
    y = L.TimeDistributed(k.Sequential([L.Dense(4, activation="tanh"), L.Dense(3)]))(y)
    z = L.TimeDistributed(L.Reshape((3, 1)))(y)
    z = L.TimeDistributed(L.LSTM(2))(z)
    return k.Model(x, [L.LSTM(3)(y), z])


@golden(".keras")
def time_distributed(k):
    return over_time(k)


@golden(".h5", old=True)
def keras2_time_distributed(k):
    L = k.layers
    inner = k.Sequential([L.Conv1D(3, 2, activation="relu"), L.BatchNormalization(), L.Flatten(), L.Dense(3)])
    return k.Sequential([L.TimeDistributed(inner, input_shape=(3, 4, 2)), L.LSTM(2)])


def attentions(k):
    L = k.layers
    x, y = L.Input((5, 4), name="a"), L.Input((3, 6), name="b")
    a = L.MultiHeadAttention(2, 3)(x, x)
    b, scores = L.MultiHeadAttention(2, 3, value_dim=2, use_bias=False)(x, y, return_attention_scores=True)
    c = L.MultiHeadAttention(1, 2, output_shape=5, dropout=0.1)(query=b, value=y, key=L.Dense(3)(y))
    d = L.Dense(4)(y)
    e = L.Attention(use_scale=True)([x, d])
    f = L.Attention(score_mode="concat")([x, d, L.Dense(4)(d)])
    g = L.AdditiveAttention()([x, d])
    return [x, y], [a, b, scores, c, e, f, g]


@golden(".keras")
def attention(k):
    L = k.layers
    inputs, outputs = attentions(k)
    x = outputs[0]
    z = L.EinsumDense("abc,cde->abde", output_shape=(5, 2, 3), bias_axes="de", activation="relu")(x)
    outputs += [
        z,
        L.EinsumDense("abcd,cde->abe", output_shape=(5, 4), bias_axes="be")(z),
        L.EinsumDense("...x,xy->...y", output_shape=4)(x),
        L.EinsumDense("abcd,de->abce", output_shape=(5, 2, 3), bias_axes="c")(z),
    ]
    return k.Model(inputs, outputs)


@golden(".keras", old=True)
def keras2_attention(k):
    return k.Model(*attentions(k))


@golden(".keras")
def own_statistics(k):
    L = k.layers
    x = L.Input((4, 3, 6))
    outputs = [
        L.GroupNormalization(groups=2)(x),
        L.GroupNormalization(groups=-1, center=False)(x),
        L.UnitNormalization()(x),
        L.RMSNormalization()(x),
        L.RMSNormalization(axis=[2, 3], epsilon=0.01)(x),
    ]
    return k.Model(x, outputs)


@golden(".keras")
def stateful(k):
    """Goes on from one sample to the next."""
    L = k.layers
    x = L.Input(batch_shape=(1, 4, 3))
    y = L.LSTM(3, stateful=True, return_sequences=True)(x)
    return k.Model(x, L.LSTM(2, stateful=True, use_bias=False)(y))


def randomize(model, seed):
    """Weights that tell layers apart; variances stay positive."""
    random = np.random.RandomState(seed)
    for layer in model._flatten_layers() if hasattr(model, "_flatten_layers") else []:
        own = [w for w in layer.weights if not getattr(layer, "layers", None)]
        if getattr(layer, "layers", None) or "normalization" == layer.name.split("_")[0] and "batch" not in layer.name:
            continue
        values = []
        for w in own:
            size = np.sqrt(max(1, np.prod(w.shape[:-1])))
            value = random.normal(0, 1 / size, w.shape)
            if "variance" in w.name or "gamma" in w.name:
                value = random.uniform(0.5, 1.5, w.shape)
            values.append(value.astype("float32"))
        if values:
            layer.set_weights(values)


def sample(model, name, seed):
    random = np.random.RandomState(seed)
    inputs = []
    for tensor in model.inputs:
        shape = (2, *tensor.shape[1:])
        if name == "embedding":
            inputs.append(random.randint(0, 11, shape).astype("int32"))
        elif name == "normalizations":
            inputs.append(random.uniform(0, 255, shape).astype("float32"))
        else:
            inputs.append(random.normal(0, 2, shape).astype("float32"))
    return inputs


def pack(path):
    """Compresses the archive, which Keras only stores, and takes the date out of it."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    facts = json.loads(entries["metadata.json"])
    facts["date_saved"] = "2025-01-01@00:00:00"
    entries["metadata.json"] = json.dumps(facts).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def compute(model, inputs):
    if any(getattr(layer, "stateful", False) for layer in model.layers):
        outputs = [np.asarray(model(inputs[0][n : n + 1], training=False)) for n in range(2)]
        return np.concatenate(outputs)
    return model(inputs if len(inputs) > 1 else inputs[0], training=False)


def make(folder, name):
    builder, ending, old = MAKERS[name]
    if old and tf_keras is None:
        print(f"{name}: skipped, there is no tf_keras")
        return
    k = tf_keras if old else keras
    k.backend.clear_session()
    model = builder(k)
    seed = sum(name.encode())
    randomize(model, seed)
    inputs = sample(model, name, seed + 1)
    outputs = compute(model, inputs)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    model.save(str(target / f"model{ending}"))
    if ending == ".keras":
        pack(target / "model.keras")
    arrays = {f"x{i}": x for i, x in enumerate(inputs)} | {f"y{i}": np.asarray(y) for i, y in enumerate(outputs)}
    np.savez_compressed(target / "io.npz", **arrays)
    print(name, sum(f.stat().st_size for f in target.iterdir()))


folder = pathlib.Path(sys.argv[1])
for chosen in sys.argv[2:] or MAKERS:
    make(folder, chosen)
