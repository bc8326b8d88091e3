"""Quantizes float .tflite files with this tool and with TensorFlow's converter, and compares: see README.md.

    python scripts/oracle/compare_with_tensorflow.py MODEL.tflite DATA.npy COUNT [LABELS.npy]

Needs the PyPI packages tensorflow-cpu, tflite-micro and numpy. Never run by the tests.
"""
import json
import os
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorflow.lite.python import convert, schema_py_generated as schema
from tensorflow.lite.python.optimize import calibrator
from tflite_micro.python.tflite_micro import runtime

HERE = os.path.dirname(os.path.abspath(__file__))
INT8 = 9


def tensors_of(model):
    """The tensors of a file by name, with its buffers."""
    parsed = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(model, 0))
    return {t.name.decode(): (t, parsed.buffers[t.buffer].data) for t in parsed.subgraphs[0].tensors}


def with_tensorflow(model, samples):
    """TensorFlow's int8 file, and the ranges that its calibration found, by tensor name."""
    calibrated = calibrator.Calibrator(model).calibrate(lambda: ([x] for x in samples))
    ranges = {
        name: [float(t.quantization.min[0]), float(t.quantization.max[0])]
        for name, (t, _) in tensors_of(calibrated).items()
        if t.quantization is not None and t.quantization.min is not None
    }
    quantized = convert.mlir_quantize(
        calibrated, False, fully_quantize=True, inference_type=INT8, input_data_type=INT8, output_data_type=INT8
    )
    return bytes(quantized), ranges


def with_ours(folder, model_path, data_path, count, ranges=None):
    out = os.path.join(folder, "ours.tflite")
    command = ["npx", "tsx", os.path.join(HERE, "quantize.ts"), model_path, data_path, str(count), out]
    if ranges is not None:
        path = os.path.join(folder, "ranges.json")
        with open(path, "w") as file:
            json.dump(ranges, file)
        command.append(path)
    subprocess.run(command, check=True)
    with open(out, "rb") as file:
        return file.read()


def compare_tensors(ours, theirs):
    """Says for each tensor that differs how its parameters or its integers differ."""
    mine, other = tensors_of(ours), tensors_of(theirs)
    equal = 0
    for name in sorted(set(mine) & set(other)):
        (a, data_a), (b, data_b) = mine[name], other[name]
        if a.quantization is None or a.quantization.scale is None:
            continue
        scale_a, scale_b = a.quantization.scale, b.quantization.scale
        differences = []
        if len(scale_a) != len(scale_b):
            differences.append(f"{len(scale_a)} scales against {len(scale_b)}")
        elif not np.array_equal(scale_a, scale_b):
            differences.append(f"scales differ by up to {np.max(np.abs(scale_a / scale_b - 1)):.2e}")
        if not np.array_equal(a.quantization.zeroPoint, b.quantization.zeroPoint):
            differences.append(f"zero points {a.quantization.zeroPoint[:4]} against {b.quantization.zeroPoint[:4]}")
        if data_a is not None and not np.array_equal(data_a, data_b):
            count = int(np.sum(np.asarray(data_a) != np.asarray(data_b)))
            differences.append(f"{count} of {len(data_a)} bytes differ")
        if differences:
            print(f"    {name[:60]}: {'; '.join(differences)}")
        else:
            equal += 1
    print(f"  {equal} quantized tensors are equal; only in ours: {sorted(set(mine) - set(other))}")


def run_tflm(model, samples):
    """Real values of the first output, computed by TFLite Micro, and its scale."""
    interpreter = runtime.Interpreter.from_bytes(model, arena_size=1 << 22)
    params = [d["quantization_parameters"] for d in (interpreter.get_input_details(0), interpreter.get_output_details(0))]
    (scale_in, zero_in), (scale_out, zero_out) = [(np.float32(p["scales"][0]), int(p["zero_points"][0])) for p in params]
    outputs = []
    for x in samples:
        q = np.clip(np.round(x / scale_in) + zero_in, -128, 127).astype(np.int8)
        interpreter.set_input(q, 0)
        interpreter.invoke()
        outputs.append(interpreter.get_output(0).astype(np.float64).ravel())
    return (np.array(outputs) - zero_out) * float(scale_out), float(scale_out)


def main(model_path, data_path, count, labels_path=None):
    with open(model_path, "rb") as file:
        model = file.read()
    shape = tf.lite.Interpreter(model_content=model).get_input_details()[0]["shape"]
    samples = np.load(data_path).astype(np.float32).reshape([-1, *shape])
    theirs, ranges = with_tensorflow(model, samples[:count])
    with tempfile.TemporaryDirectory() as folder:
        ours = with_ours(folder, model_path, data_path, count)
        same_ranges = with_ours(folder, model_path, data_path, count, ranges)

    print(f"bytes: ours {len(ours)}, TensorFlow's {len(theirs)}, ratio {len(ours) / len(theirs):.4f}")
    tf.lite.Interpreter(model_content=ours).allocate_tensors()
    print("ours loads in TensorFlow's interpreter")
    print("with TensorFlow's own ranges:")
    compare_tensors(same_ranges, theirs)
    print("each with its own calibration:")
    compare_tensors(ours, theirs)
    mine, _ = run_tflm(ours, samples)
    other, step = run_tflm(theirs, samples)
    distance = np.abs(mine - other) / step
    print(f"outputs in TFLM: mean distance {distance.mean():.4f} steps, largest {distance.max():.1f}")
    if labels_path:
        labels = np.load(labels_path)
        for name, outputs in (("ours", mine), ("TensorFlow's", other)):
            print(f"accuracy in TFLM, {name}: {np.mean(outputs.argmax(axis=1) == labels):.4f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:5])
