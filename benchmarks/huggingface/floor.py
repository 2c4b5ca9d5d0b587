"""Measures how far Hugging Face's training step is from what the machine allows, for MiniLM (6 layers, hidden 384).

    python floor.py [--texts 32] [--tokens 17] [--rounds 30]

Each round runs all measurements once, one after the other, so that a machine whose speed drifts is fair to all of
them; the medians are printed, as one line of JSON at the end:

- products_ms: the bare chain of matrix products of all linear layers, forward (x W^T) and backward (dY W and dY^T
  x), into buffers that exist already. Attention's own products are not in it.
- step_ms: Hugging Face's forward and backward, dropout 0.1, no padding, without optimizer.
- adamw_ms: PyTorch's fused AdamW over the same model; adamw_floor_ms: the bytes that it must move (reads parameter,
  gradient and two moments, writes three of them) at the bandwidth of an update in place.
- read_gb_s and update_gb_s: memory bandwidth of a sum, and of a multiplication in place (bytes read plus bytes
  written).
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable

import torch
from transformers import BertConfig, BertForSequenceClassification, set_seed

LAYERS, HIDDEN, INTERMEDIATE, HEADS, LABELS = 6, 384, 1536, 12, 10
BANDWIDTH_BYTES = 256 * 1024 * 1024


class Linear:
    """The three products of one linear layer, with buffers of its own."""

    def __init__(self, rows: int, inputs: int, outputs: int) -> None:
        self.x, self.dx = torch.randn(rows, inputs), torch.empty(rows, inputs)
        self.y, self.dy = torch.empty(rows, outputs), torch.randn(rows, outputs)
        self.weight, self.dweight = torch.randn(outputs, inputs), torch.empty(outputs, inputs)

    def forward(self) -> None:
        torch.mm(self.x, self.weight.T, out=self.y)

    def backward(self) -> None:
        torch.mm(self.dy, self.weight, out=self.dx)
        torch.mm(self.dy.T, self.x, out=self.dweight)


def chain(rows: int) -> list[Linear]:
    shapes = [(HIDDEN, HIDDEN)] * 4 + [(HIDDEN, INTERMEDIATE), (INTERMEDIATE, HIDDEN)]
    return [Linear(rows, *shape) for _ in range(LAYERS) for shape in shapes]


@torch.no_grad()
def run_products(layers: list[Linear]) -> None:
    for layer in layers:
        layer.forward()
    for layer in reversed(layers):
        layer.backward()


def new_model() -> BertForSequenceClassification:
    config = BertConfig(
        num_hidden_layers=LAYERS,
        hidden_size=HIDDEN,
        intermediate_size=INTERMEDIATE,
        num_attention_heads=HEADS,
        num_labels=LABELS,
    )
    return BertForSequenceClassification(config).train()


def new_batch(texts: int, tokens: int) -> dict[str, torch.Tensor]:
    ids = torch.randint(1000, 30000, (texts, tokens))
    labels = torch.randint(0, LABELS, (texts,))
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids), "labels": labels}


def run_step(model: torch.nn.Module, batch: dict[str, torch.Tensor]) -> None:
    model.zero_grad()
    model(**batch).loss.backward()


def milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def measure(actions: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in actions}
    for action in actions.values():
        action()
    for _ in range(rounds):
        for name, action in actions.items():
            times[name].append(milliseconds(action))
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares Hugging Face's training step with the machine's limits.")
    parser.add_argument("--texts", type=int, default=32)
    parser.add_argument("--tokens", type=int, default=17)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    set_seed(42)

    layers = chain(options.texts * options.tokens)
    model, batch = new_model(), new_batch(options.texts, options.tokens)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, weight_decay=0.0, fused=True)
    memory = torch.ones(BANDWIDTH_BYTES // 4)
    median = measure(
        {
            "products": lambda: run_products(layers),
            "step": lambda: run_step(model, batch),
            "adamw": optimizer.step,
            "read": memory.sum,
            "update": lambda: memory.mul_(1.0),
        },
        options.rounds,
    )
    print(json.dumps(summary(options, median, model)))


def summary(options: argparse.Namespace, median: dict[str, float], model: torch.nn.Module) -> dict:
    parameters = sum(parameter.numel() for parameter in model.parameters())
    update_gb_s = 2 * BANDWIDTH_BYTES / median["update"] / 1e6
    adamw_floor_ms = 7 * 4 * parameters / update_gb_s / 1e6
    products = LAYERS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INTERMEDIATE) * options.texts * options.tokens * 6
    return {
        "texts": options.texts,
        "tokens": options.tokens,
        "threads": torch.get_num_threads(),
        "products_ms": round(median["products"], 2),
        "products_gflops": round(products / median["products"] / 1e6, 1),
        "step_ms": round(median["step"], 2),
        "step_over_products": round(median["step"] / median["products"], 3),
        "adamw_ms": round(median["adamw"], 2),
        "adamw_floor_ms": round(adamw_floor_ms, 2),
        "adamw_over_floor": round(median["adamw"] / adamw_floor_ms, 3),
        "read_gb_s": round(BANDWIDTH_BYTES / median["read"] / 1e6, 1),
        "update_gb_s": round(update_gb_s, 1),
        "parameters": parameters,
        "torch": torch.__version__,
    }


if __name__ == "__main__":
    main()
