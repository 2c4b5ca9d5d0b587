"""Measures how long Hugging Face's encoders take to read texts: the counterpart of benchmarks/java/Encoders.java.

    python encoders.py MODEL_FOLDER [--rounds N]
"""

import argparse
import statistics
import time
from pathlib import Path

import torch
from transformers import AutoModel

SHAPES = ((1, 16), (1, 64), (1, 128), (8, 32), (16, 64))


def milliseconds(model, ids: torch.Tensor) -> float:
    start = time.perf_counter()
    model(input_ids=ids).last_hidden_state.numpy()
    return 1000 * (time.perf_counter() - start)


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description="Measures Hugging Face's encoders.")
    parser.add_argument("model", type=Path, metavar="MODEL_FOLDER")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    model = AutoModel.from_pretrained(options.model).eval()
    random = torch.Generator().manual_seed(1)
    for texts, tokens in SHAPES:
        times = []
        for _ in range(2 + options.rounds):  # the first two are not counted
            times.append(milliseconds(model, torch.randint(0, model.config.vocab_size, (texts, tokens), generator=random)))
        print(f"{texts:2} texts of {tokens:3} tokens: {statistics.median(times[2:]):.1f} ms (median of {options.rounds})")


if __name__ == "__main__":
    main()
