"""Runs models in TFLM (PyPI tflite-micro) and writes down what comes out.

usage: run_tflm.py REQUEST RESULT

REQUEST is a JSON file, a list of {"model": base64, "samples": [[base64 of each input's bytes, ...], ...],
"outputs": how many, "sequence": whether state stays from one sample to the next, or is reset}.
RESULT becomes a list as long: {"outputs": [[base64 of each output's bytes, ...], ...]}, or
{"refused": "prepare" | "invoke" | "abort"} where TFLM would not run the model. TFLM ends the process on some
of the models that it does not take, so each model runs in a process of its own.
"""

import base64
import json
import os
import sys

import numpy as np
from tflite_micro import runtime

ARENA_BYTES = 1 << 20


def run(case):
    """One model's outcome, as RESULT has it."""
    model = base64.b64decode(case["model"])
    try:
        interpreter = runtime.Interpreter.from_bytes(model, arena_size=ARENA_BYTES)
        inputs = [interpreter.get_input_details(i) for i in range(len(case["samples"][0]))]
    except (RuntimeError, ValueError):
        return {"refused": "prepare"}
    outputs = []
    for sample in case["samples"]:
        if not case["sequence"]:
            interpreter.reset()
        for i, encoded in enumerate(sample):
            values = np.frombuffer(base64.b64decode(encoded), inputs[i]["dtype"])
            interpreter.set_input(values.reshape(inputs[i]["shape"]), i)
        try:
            interpreter.invoke()
        except RuntimeError:
            return {"refused": "invoke"}
        outputs.append([base64.b64encode(interpreter.get_output(i).tobytes()).decode() for i in range(case["outputs"])])
    return {"outputs": outputs}


def run_apart(case):
    """The same in a child process, whose sudden end is an outcome too."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            json.dump(run(case), pipe)
            pipe.flush()
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else {"refused": "abort"}


def main():
    request, result = sys.argv[1:]
    with open(request) as file:
        cases = json.load(file)
    with open(result, "w") as file:
        json.dump([run_apart(case) for case in cases], file)


main()
