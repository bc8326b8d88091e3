"""Makes the vectors of the sound front ends: test/data/audio/vectors.npz. See README.md.

    python scripts/oracle/audio_vectors.py AUDIO_PREPROCESSOR_INT8.tflite test/data/audio/vectors.npz

The signals are made by `signal` of test/data/audio/signals.ts too, to the bit, so only results are kept.
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402

RATE = 16000

# Kind, length in samples, seed, right shift of the noise, period and amplitude of a square wave.
SIGNALS = {
    "silence": (16000, 1, 16, 1000, 0),
    "quiet": (16000, 2, 12, 80, 3),
    "speech_like": (16000, 3, 5, 123, 2500),
    "noise": (16000, 4, 0, 1000, 0),
    "square": (16000, 5, 14, 37, 32767),
    "lowest": (16000, 6, 16, 100000, -32768),
    "one": (16000, 7, 16, 700, 1),
    "short": (4000, 8, 3, 64, 6000),
}


def signal(name):
    """16-bit samples: noise whose loudness changes every 1,500 samples, on a square wave."""
    length, seed, shift, period, amplitude = SIGNALS[name]
    out = np.zeros(length, np.int64)
    state = seed
    for i in range(length):
        state = (state * 1664525 + 1013904223) % 2**32
        noise = ((state >> 16) - 32768) >> (shift + (i // 1500) % 3)
        wave = amplitude if i % period < period / 2 or period > length else -amplitude
        out[i] = min(32767, max(-32768, noise + wave))
    return out.astype(np.int16)


def micro_speech(model):
    from tflite_micro import runtime

    interpreter = runtime.Interpreter.from_file(model)
    for name in SIGNALS:
        samples = signal(name)
        interpreter.reset()
        frames = []
        for start in range(0, len(samples) - 480 + 1, 320):
            interpreter.set_input(samples[start : start + 480].reshape(1, -1), 0)
            interpreter.invoke()
            frames.append(interpreter.get_output(0).reshape(-1).copy())
        yield f"micro_speech/{name}", np.array(frames, np.int8)


def log_mel(x, window, stride, bins, lower, upper, fft=None, power=1, window_fn=None, floor=1e-6):
    import tensorflow as tf

    stft = tf.signal.stft(x, window, stride, fft, window_fn or tf.signal.hann_window)
    spectrum = tf.abs(stft) ** power
    matrix = tf.signal.linear_to_mel_weight_matrix(bins, spectrum.shape[-1], RATE, lower, upper)
    return tf.math.log(tf.tensordot(spectrum, matrix, 1) + floor)


def mfcc(x, count, *args, **options):
    import tensorflow as tf

    return tf.signal.mfccs_from_log_mel_spectrograms(log_mel(x, *args, **options))[..., :count].numpy()


def kws(samples):
    x = np.pad(samples.astype(np.float32), (0, RATE - len(samples)))
    return mfcc(x / x.max(), 10, 480, 320, 40, 20.0, 4000.0)


def slaney(x, bins, lower, upper):
    import librosa

    mel = librosa.feature.melspectrogram(
        y=x, sr=RATE, n_fft=512, hop_length=256, center=False, power=2, n_mels=bins, fmin=lower, fmax=upper
    )
    return (10 * np.log10(mel.T + 1e-8)).astype(np.float32)


def spectral():
    import functools

    import tensorflow as tf

    for name in ("speech_like", "noise", "short"):
        yield f"kws/{name}", kws(signal(name))
    x = signal("short").astype(np.float32) / 32768
    hamming = functools.partial(tf.signal.hamming_window, periodic=False)
    emphasized = x - 0.97 * np.concatenate([[0], x[:-1]]).astype(np.float32)
    yield "log_mel/default", log_mel(x, 400, 160, 40, 20.0, 8000.0).numpy()
    yield "log_mel/power", log_mel(x, 480, 160, 23, 60.0, 7600.0, 1024, 2, hamming, 1e-3).numpy()
    yield "log_mel/pre_emphasis", log_mel(emphasized, 400, 320, 20, 0.0, 4000.0, None, 1).numpy()
    yield "mfcc/default", mfcc(x, 13, 400, 160, 40, 20.0, 8000.0)
    yield "slaney/40", slaney(x, 40, 0.0, 8000.0)
    yield "slaney/20", slaney(x, 20, 300.0, 5000.0)


if __name__ == "__main__":
    np.savez_compressed(sys.argv[2], **dict(micro_speech(sys.argv[1])), **dict(spectral()))
