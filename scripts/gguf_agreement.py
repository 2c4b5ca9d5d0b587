"""Lets llama.cpp compute from a GGUF file that jformers exported, and compares it with jformers on the folder.

    python scripts/gguf_agreement.py MODEL [MODEL ...] [--dtype float32 float16 q8_0] [--jformers scripts/jformers]

MODEL is the folder of a Llama, Qwen2 or GPT-2 with its tokenizer. Runs with any Python that has llama-cpp-python, numpy and safetensors.
For each type of numbers it prints how far logits are apart, in shares of the largest, and whether the ids of the texts are the same.
It fails where float32 is more than 1e-3 apart, or ids differ.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from llama_cpp import Llama
from safetensors.numpy import load_file, save_file

TEXTS = ["The model reads positions.", "config.json of a café – naïve 日本語 🙂", "Zürich 12345 isn't it?  two  spaces "]
FLOAT32_CACHE = 0


def jformers(command: list[str], *arguments: object, text: str = "") -> str:
    run = subprocess.run([*command, *map(str, arguments)], input=text, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"jformers {arguments[0]}: {run.stderr}")
    return run.stdout


def logits(command: list[str], model: Path, ids: list[int], folder: Path) -> np.ndarray:
    save_file({"input_ids": np.array([ids], dtype=np.int64)}, folder / "in.safetensors")
    output = folder / "out.safetensors"
    output.unlink(missing_ok=True)
    jformers(command, "forward", model, "--input", folder / "in.safetensors", "--output", output)
    return load_file(output)["logits"][0]


def compare(command: list[str], model: Path, dtype: str, folder: Path) -> bool:
    file = folder / f"{model.name}-{dtype}.gguf"
    jformers(command, "export", model, "--output", file, "--format", "gguf", "--dtype", dtype)
    reader = Llama(
        str(file), n_ctx=128, logits_all=True, verbose=False, type_k=FLOAT32_CACHE, type_v=FLOAT32_CACHE, flash_attn=False
    )
    lines = jformers(command, "tokenize", model, "--json", text="\n".join(TEXTS) + "\n").splitlines()
    worst, same = 0.0, True
    for text, line in zip(TEXTS, lines, strict=True):
        ids = reader.tokenize(text.encode(), add_bos=False, special=False)
        same &= json.loads(line)["ids"][-len(ids):] == ids
        reader.reset()
        reader.eval(ids)
        expected = logits(command, model, ids, folder)
        worst = max(worst, float(np.abs(np.array(reader.scores[: len(ids)]) - expected).max() / np.abs(expected).max()))
    print(f"{model.name} {dtype}: logits {worst:.1e} apart, ids {'the same' if same else 'DIFFER'}")
    return same and (dtype != "float32" or worst <= 1e-3)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares jformers' GGUF files in llama.cpp with jformers.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL")
    parser.add_argument("--dtype", nargs="+", default=["float32", "float16", "q8_0"])
    parser.add_argument("--jformers", default=str(Path(__file__).parent / "jformers"))
    options = parser.parse_args()
    command = shlex.split(options.jformers)
    with tempfile.TemporaryDirectory() as folder:
        passed = [compare(command, model, dtype, Path(folder)) for model in options.models for dtype in options.dtype]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
