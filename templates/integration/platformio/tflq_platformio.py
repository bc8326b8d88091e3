"""
Networks in a firmware that PlatformIO builds. In platformio.ini:

    [tflq:kws]
    model = models/kws.tflite
    data = data/samples.npy

    [env:nano33ble]
    extra_scripts = pre:tflq_platformio.py

makes of the model, whenever it or the data has changed, a library of every such environment, and sources include
"kws.h". Each section [tflq:NAME] is a network; NAME is its name in C. Its options:

    model                  the model file
    data                   representative samples; needed for a float model
    runtime                c (plain C, the default), or tflm, with a library of TensorFlow Lite Micro in lib_deps
    board                  a board that it must fit (tflq-micro boards), or the path of a board file
    io, calibration_samples
                           as the flags of `tflq-micro gen`
    args                   further flags of `tflq-micro gen`

An environment that wants only some of them says so: custom_tflq = kws, and none: custom_tflq =

Needs tflq-micro in node_modules or in PATH, or TFLQ_MICRO in the environment set to how it is called.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys

Import("env")  # noqa: F821: PlatformIO brings it, and `env` with it.

SECTION = "tflq:"
FLAGS = ("data", "runtime", "board", "io", "calibration_samples")
PATHS = ("data",)
DEFAULTS = {"runtime": "c", "board": "generic"}


def fail(message):
    sys.stderr.write("tflq: %s\n" % message)
    env.Exit(1)  # noqa: F821


def program(project):
    """How tflq-micro is called, as words."""
    if os.environ.get("TFLQ_MICRO"):
        return shlex.split(os.environ["TFLQ_MICRO"])
    places = os.path.join(project, "node_modules", ".bin") + os.pathsep + os.environ.get("PATH", "")
    found = shutil.which("tflq-micro", path=places)
    if found is None:
        fail("tflq-micro is not installed. In this project: npm install tflq-micro")
    return [found]


def command_of(name, options, out, project):
    """The words of the command that makes the network's sources in the folder `out`."""
    if not options.get("model"):
        fail("the section [%s%s] of platformio.ini has no model" % (SECTION, name))
    absolute = lambda path: os.path.join(project, path)  # noqa: E731
    # The folder is ours, hence --force.
    words = ["gen", absolute(options["model"]), "--sources-only", "--force", "--quiet", "--name", name]
    words += ["--out", out, "--stamp", out + ".stamp", "--depfile", out + ".d"]
    for flag in FLAGS:
        value = options.get(flag) or DEFAULTS.get(flag)
        is_path = flag in PATHS or flag == "board" and re.search(r"[/\\]|\.ya?ml$", value)
        if value:
            words += ["--" + flag.replace("_", "-"), absolute(value) if is_path else value]
    return program(project) + words + shlex.split(options.get("args") or "")


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def dependencies(depfile):
    """The files that a depfile names, without its target."""
    words = re.findall(r"((?:\\.|[^\s\\])+)", depfile.replace("\\\n", " "))
    return [re.sub(r"\\([ #\\])", r"\1", word).replace("$$", "$") for word in words[1:]]


def is_fresh(out, command):
    """True where nothing that the sources were made of has changed since."""
    depfile = read(out + ".d")
    if depfile is None or read(out + ".command") != command or not os.path.exists(out + ".stamp"):
        return False
    made = os.path.getmtime(out + ".stamp")
    return all(os.path.exists(path) and os.path.getmtime(path) <= made for path in dependencies(depfile))


def add_network(name, options):
    """Makes the network's sources where they are stale, and a library of them."""
    project = env.subst("$PROJECT_DIR")  # noqa: F821
    out = os.path.join(env.subst("$BUILD_DIR"), "tflq", name)  # noqa: F821
    os.makedirs(os.path.dirname(out), exist_ok=True)
    words = command_of(name, options, out, project)
    command = "\n".join(words)
    if not is_fresh(out, command):
        print("tflq-micro: the network %s" % name)
        if subprocess.call(words, cwd=project) != 0:
            fail("the network %s was not made" % name)
        with open(out + ".command", "w", encoding="utf-8") as file:
            file.write(command)
    sources = os.path.join(out, "tflq")
    env.Append(CPPPATH=[sources])  # noqa: F821
    env.BuildSources(os.path.join("$BUILD_DIR", "tflq", name + ".objects"), sources)  # noqa: F821


def networks():
    """The networks of this environment: their options, by name."""
    config = env.GetProjectConfig()  # noqa: F821
    all_of_them = {
        section[len(SECTION) :]: dict(config.items(section))
        for section in config.sections()
        if section.startswith(SECTION)
    }
    wanted = env.GetProjectOption("custom_tflq", None)  # noqa: F821
    if wanted is None:
        return all_of_them
    names = re.split(r"[\s,]+", wanted.strip()) if wanted.strip() else []
    for name in names:
        if name not in all_of_them:
            fail("custom_tflq names %s, and there is no section [%s%s]" % (name, SECTION, name))
    return {name: all_of_them[name] for name in names}


for network, its_options in networks().items():
    add_network(network, its_options)
