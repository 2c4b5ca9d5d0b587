"""Measures how fast Hugging Face's generate reads a prompt and writes behind it: the counterpart of benchmarks/java/Decoding.java.

    python generate.py MODEL_FOLDER [--batch N] [--tokens N] [--rounds N]
"""

import argparse
import statistics
import time
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM

PROMPT = 32


def timed(model, ids: torch.Tensor, tokens: int) -> float:
    start = time.perf_counter()
    model.generate(
        ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False, pad_token_id=0
    )
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures Hugging Face's generate.")
    parser.add_argument("model", type=Path, metavar="MODEL_FOLDER")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    model = AutoModelForCausalLM.from_pretrained(options.model).eval()
    ids = torch.randint(0, model.config.vocab_size, (options.batch, PROMPT), generator=torch.Generator().manual_seed(1))
    timed(model, ids, 2)
    first = [timed(model, ids, 1) for _ in range(options.rounds)]
    whole = [timed(model, ids, options.tokens + 1) for _ in range(options.rounds)]
    seconds = statistics.median(whole) - statistics.median(first)
    speed = options.batch * options.tokens / seconds
    print(f"batch {options.batch}: prefill {1000 * statistics.median(first):.0f} ms, then {speed:.1f} tokens a second")


if __name__ == "__main__":
    main()
