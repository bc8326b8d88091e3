"""Makes small networks of quantization aware training, and what tfmot's fake quantization computes with them.

    python scripts/oracle/goldens_keras_qat.py test/formats/keras/qat [NAME...]

Needs tensorflow-cpu, tf_keras and tensorflow-model-optimization.
"""

import gzip
import os
import pathlib
import shutil
import sys

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow_model_optimization as tfmot
import tf_keras as k

L = k.layers
Q = tfmot.quantization.keras


def sequential():
    """Batch normalization between convolution and activation, as tfmot folds it; one scale and one a channel."""
    return Q.quantize_model(
        k.Sequential(
            [
                L.Conv2D(4, 3, padding="same", use_bias=False, input_shape=(8, 8, 2)),
                L.BatchNormalization(),
                L.ReLU(),
                L.DepthwiseConv2D(3, depth_multiplier=2),
                L.BatchNormalization(),
                L.ReLU(6.0),
                L.SeparableConv2D(5, 3, activation="relu"),
                L.MaxPooling2D(2),
                L.Flatten(),
                L.Dense(6, activation="relu"),
                L.Dropout(0.5),
                L.Dense(3, activation="softmax"),
            ]
        )
    )


def branches():
    """Merges, and activations that are layers."""
    x = L.Input((8, 8, 2))
    y = L.Conv2D(4, 3, padding="same", activation="relu")(x)
    z = L.Conv2D(4, 1, strides=2)(y)
    z = L.BatchNormalization()(z)
    z = L.Activation("relu")(z)
    z = L.Conv2DTranspose(4, 2, strides=2)(z)
    y = L.Concatenate()([L.Add()([y, z]), z])
    y = L.AveragePooling2D(2)(y)
    y = L.UpSampling2D(2)(L.ZeroPadding2D(1)(y))
    y = L.GlobalAveragePooling2D()(y)
    return Q.quantize_model(k.Model(x, [L.Dense(3, activation="tanh")(y), L.Activation("sigmoid")(L.Dense(2)(y))]))


def partly():
    """Only one layer is trained for quantization; the others' ranges are not in the file."""
    return Q.quantize_apply(
        k.Sequential(
            [
                L.Dense(8, activation="relu", input_shape=(6,)),
                Q.quantize_annotate_layer(L.Dense(5, activation="relu")),
                L.Dense(2),
            ]
        )
    )


def annotated():
    """Annotations that nothing was made of."""
    return k.Sequential([Q.quantize_annotate_layer(L.Dense(4, activation="relu", input_shape=(6,))), L.Dense(2)])


def train(model, random):
    """A few steps, so that ranges and averages are learned."""
    shapes = [(32, *tensor.shape[1:]) for tensor in model.inputs]
    model.compile(k.optimizers.legacy.Adam(0.01), "mse")
    for _ in range(40):
        inputs = [random.normal(0, 1, shape).astype("float32") for shape in shapes]
        targets = [random.uniform(0, 1, (32, *output.shape[1:])).astype("float32") for output in model.outputs]
        model.train_on_batch(inputs, targets)


def make(folder, builder):
    k.utils.set_random_seed(sum(builder.__name__.encode()))
    random = np.random.RandomState(7)
    model = builder()
    train(model, random)
    inputs = [random.normal(0, 1, (8, *tensor.shape[1:])).astype("float32") for tensor in model.inputs]
    outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    target = folder / builder.__name__
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    model.save(str(target / "model.h5"), include_optimizer=False)
    # Most of the file is empty.
    content = (target / "model.h5").read_bytes()
    (target / "model.h5.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    (target / "model.h5").unlink()
    arrays = {f"x{i}": x for i, x in enumerate(inputs)} | {f"y{i}": np.asarray(y) for i, y in enumerate(outputs)}
    np.savez_compressed(target / "io.npz", **arrays)
    print(builder.__name__, sum(f.stat().st_size for f in target.iterdir()))


MAKERS = {maker.__name__: maker for maker in (sequential, branches, partly, annotated)}
for chosen in sys.argv[2:] or MAKERS:
    make(pathlib.Path(sys.argv[1]), MAKERS[chosen])
