"""Makes the goldens of .tflite variants: small files of TensorFlow's converter, and what TensorFlow computes with them.

    python scripts/oracle/goldens_tflite.py test/formats [NAME...]

Networks of real numbers go to goldens/tflite/NAME; their outputs are those of real numbers. Networks that compute with
integers in part go to tflite/variants/NAME; their outputs hold the error of the integers. Each folder holds
model.tflite and io.npz with x0 (two samples) and y0. Needs tensorflow-cpu 2.21.
"""

import contextlib
import os
import pathlib
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

LITE = tf.lite
LAYERS = tf.keras.layers
SHAPE = (8, 8, 2)


def network(filters=4, units=6):
    """Convolutions, a pool, dense layers; its weights are random."""
    tf.keras.utils.set_random_seed(5)
    image = LAYERS.Input(SHAPE, batch_size=1, name="image")
    x = LAYERS.Conv2D(filters, 3, padding="same")(image)
    x = LAYERS.BatchNormalization()(x)
    x = LAYERS.ReLU(6.0)(x)
    x = LAYERS.DepthwiseConv2D(3, strides=2, activation="relu")(x)
    x = LAYERS.MaxPooling2D(2, padding="same")(x)
    x = LAYERS.Flatten()(x)
    x = LAYERS.Dense(units, activation="tanh")(x)
    model = tf.keras.Model(image, LAYERS.Dense(3, activation="softmax")(x))
    random = np.random.default_rng(1)
    for layer in model.layers:
        layer.set_weights([moved(weights, random) for weights in layer.get_weights()])
    return model


def moved(weights, random):
    """Weights with noise on them; variances of 1 stay above 0."""
    return (weights + random.uniform(-0.5, 0.5, weights.shape)).astype(np.float32)


def samples(count, seed=2):
    return np.random.default_rng(seed).normal(0, 1, (count, *SHAPE)).astype(np.float32)


def quantizing(model):
    converter = LITE.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [LITE.Optimize.DEFAULT]
    converter.representative_dataset = representative
    return converter


def representative():
    for sample in samples(50):
        yield [sample[None]]


def interpret(content, inputs):
    """What TensorFlow's reference kernels compute, sample by sample."""
    resolver = LITE.experimental.OpResolverType.BUILTIN_REF
    interpreter = LITE.Interpreter(model_content=content, experimental_op_resolver_type=resolver)
    interpreter.allocate_tensors()
    results = []
    for sample in inputs:
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], sample[None])
        interpreter.invoke()
        results.append(interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0])
    return np.stack(results)


def float16():
    """Constants of 16 bits, each before a DEQUANTIZE."""
    converter = LITE.TFLiteConverter.from_keras_model(network())
    converter.optimizations = [LITE.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    content = converter.convert()
    return content, interpret(content, samples(2, 3))


def dynamic_range():
    """Large weights as int8. The outputs are those of real numbers with just these weights."""
    tf.keras.utils.set_random_seed(6)
    image = LAYERS.Input(SHAPE, batch_size=1, name="image")
    x = LAYERS.Conv2D(58, 3, padding="same", strides=3, activation="relu")(image)
    x = LAYERS.GlobalAveragePooling2D()(x)
    x = LAYERS.Dense(20, activation="relu")(x)
    model = tf.keras.Model(image, LAYERS.Dense(3)(x))
    converter = LITE.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [LITE.Optimize.DEFAULT]
    content = converter.convert()
    interpreter = LITE.Interpreter(model_content=content)
    weights = [d for d in interpreter.get_tensor_details() if d["dtype"] == np.int8]
    assert len(weights) == 2
    for detail in weights:
        integers = interpreter.get_tensor(detail["index"])
        scales = detail["quantization_parameters"]["scales"]
        real = integers.astype(np.float32) * scales.reshape((-1,) + (1,) * (integers.ndim - 1))
        kernel = np.transpose(real, [1, 2, 3, 0]) if real.ndim == 4 else real.T
        layer = next(l for l in model.layers if l.weights and l.weights[0].shape == kernel.shape)
        layer.set_weights([kernel, *layer.get_weights()[1:]])
    return content, model.predict(samples(2, 3), verbose=0, batch_size=1)


def islands(denied):
    """int8 but for the operators of one kind, which compute with real numbers."""
    options = LITE.experimental.QuantizationDebugOptions(denylisted_ops=[denied])
    debugger = LITE.experimental.QuantizationDebugger(
        converter=quantizing(network()), debug_dataset=representative, debug_options=options
    )
    content = debugger.get_nondebug_quantized_model()
    return content, interpret(content, samples(2, 3))


def island_depthwise():
    """All that is left open follows from what is given."""
    return islands("DEPTHWISE_CONV_2D")


def island_convolution():
    """Nothing is given for the input, which only the convolution reads."""
    return islands("CONV_2D")


def fake_quant():
    """Fake quantization in training's manner; the converter writes uint8 between QUANTIZE and DEQUANTIZE."""
    random = np.random.default_rng(4)
    fake = tf.quantization.fake_quant_with_min_max_args
    kernel = random.normal(0, 0.5, (3, 3, 2, 4)).astype(np.float32)
    matrix = random.normal(0, 0.5, (64, 3)).astype(np.float32)

    @tf.function(input_signature=[tf.TensorSpec((1, *SHAPE), tf.float32, name="image")])
    def function(image):
        x = fake(image, -3.1, 3.3)
        x = tf.nn.conv2d(x, fake(tf.constant(kernel), -1.5, 1.5, narrow_range=True), 1, "SAME")
        x = fake(tf.nn.relu(x + tf.constant([0.1, -0.2, 0.3, 0.0])), 0, 5.9)
        x = tf.reshape(tf.nn.max_pool2d(x, 2, 2, "VALID"), (1, 64))
        limits = tf.constant([1.2, 1.0, 1.4])
        weights = tf.quantization.fake_quant_with_min_max_vars_per_channel(
            tf.constant(matrix), -limits, limits, narrow_range=True
        )
        return fake(tf.matmul(x, weights), -8.0, 9.0)

    content = LITE.TFLiteConverter.from_concrete_functions([function.get_concrete_function()], function).convert()
    outputs = [function(tf.constant(sample[None])).numpy()[0] for sample in samples(2, 3)]
    return content, np.stack(outputs)


FLOAT = [float16, dynamic_range]
VARIANTS = [island_depthwise, island_convolution, fake_quant]


def main():
    root, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
    for folder, makers in [(root / "goldens/tflite", FLOAT), (root / "tflite/variants", VARIANTS)]:
        for make in makers:
            if names and make.__name__ not in names:
                continue
            with contextlib.redirect_stdout(sys.stderr):
                content, outputs = make()
            target = folder / make.__name__
            target.mkdir(parents=True, exist_ok=True)
            (target / "model.tflite").write_bytes(content)
            np.savez(target / "io.npz", x0=samples(2, 3), y0=outputs.astype(np.float32))
            print(f"{make.__name__}: {len(content)} bytes")


main()
