"""Makes test/support/int16x8: a small network of int16 activations and int8 weights by TensorFlow's converter, with
inputs, and what TFLite Micro gives for them. Needs the packages tensorflow and tflite-micro.

    python scripts/oracle/int16_network.py test/support/int16x8
"""

import os
import sys

import numpy as np
import tensorflow as tf
from tflite_micro.python.tflite_micro import runtime

SHAPE = (1, 9, 8, 2)
SAMPLES = 8


def network(rng):
    """Operators with weights and windows, some of them with a fused activation; random weights."""
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            layers.Input(SHAPE[1:], batch_size=1),
            layers.Conv2D(6, 3, strides=2, padding="same", activation="relu6"),
            layers.DepthwiseConv2D(3, padding="same", activation="relu"),
            layers.MaxPool2D((2, 1)),
            layers.Conv2D(5, 1),
            layers.AveragePooling2D((2, 2), strides=1),
            layers.Flatten(),
            layers.Dense(4),
        ]
    )
    for variable in model.trainable_variables:
        scale = 0.3 if "bias" in variable.name else 1 / np.sqrt(np.prod(variable.shape[:-1]))
        variable.assign(rng.normal(size=variable.shape) * scale)
    return model


def converted(model, rng):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    samples = [rng.normal(size=SHAPE).astype(np.float32) for _ in range(50)]
    converter.representative_dataset = lambda: ([sample] for sample in samples)
    converter.target_spec.supported_ops = [
        tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8
    ]
    converter.inference_input_type = tf.int16
    converter.inference_output_type = tf.int16
    return converter.convert()


def main():
    folder = sys.argv[1]
    rng = np.random.default_rng(7)
    model = converted(network(rng), rng)
    interpreter = runtime.Interpreter.from_bytes(model)
    inputs = rng.integers(-32768, 32768, (SAMPLES, *SHAPE[1:])).astype(np.int16)
    outputs = []
    for sample in inputs:
        interpreter.set_input(sample[np.newaxis], 0)
        interpreter.invoke()
        outputs.append(interpreter.get_output(0)[0])
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "network.tflite"), "wb") as file:
        file.write(model)
    np.save(os.path.join(folder, "inputs.npy"), inputs)
    np.save(os.path.join(folder, "outputs.npy"), np.stack(outputs))


if __name__ == "__main__":
    main()
