"""Checks a folder that jformers exported: Hugging Face must load it as it is and compute the same from it.

    python forward.py MODEL_FOLDER [TEXT ...]
    python forward.py MODEL_FOLDER --input inputs.safetensors --output outputs.safetensors [--tolerance 1e-5] [TEXT ...]

- from_pretrained with the class that config.json names must report no missing, unexpected or mismatched tensor.
- With --input and --output (the two files of `jformers forward`) every floating-point tensor of the output whose
  name Hugging Face returns, too, must be equal within the tolerance: logits, last_hidden_state, pooler_output,
  hidden_states.N, attentions.N. Positions that the attention mask hides are not compared.
- For each TEXT, pipeline("text-classification") must answer with a label of config.json's id2label.

Exits with 1 if any of it fails.
"""

import argparse
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoConfig, PreTrainedModel, pipeline

MODEL_INPUTS = ("input_ids", "attention_mask", "token_type_ids", "position_ids")


class Report:
    """Prints what was checked and remembers whether all of it held."""

    def __init__(self) -> None:
        self.passed = True

    def check(self, holds: bool, text: str) -> None:
        self.passed &= holds
        print(("ok      " if holds else "FAILED  ") + text)


def load(folder: Path, report: Report) -> PreTrainedModel:
    architecture = AutoConfig.from_pretrained(folder).architectures[0]
    model, loading = getattr(transformers, architecture).from_pretrained(
        folder, output_loading_info=True, attn_implementation="eager"
    )
    for kind, names in loading.items():
        report.check(not names, f"{architecture}: {kind} {sorted(names) if names else 'none'}")
    return model.eval()


@torch.no_grad()
def expected(model: PreTrainedModel, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    known = {name: inputs[name] for name in MODEL_INPUTS if name in inputs}
    result = model(**known, output_hidden_states=True, output_attentions=True)
    tensors = {"last_hidden_state": result.hidden_states[-1]}
    for name, value in result.items():
        if isinstance(value, tuple):
            tensors |= {f"{name}.{index}": tensor for index, tensor in enumerate(value)}
        else:
            tensors[name] = value
    return tensors


def difference(name: str, ours: torch.Tensor, theirs: torch.Tensor, mask: torch.Tensor) -> float:
    """The largest absolute difference where the mask (bool, [batch, seq]) has a token."""
    distance = (ours - theirs).abs()
    if name.startswith("attentions."):
        distance = distance.transpose(1, 2)  # [batch, heads, querySeq, keySeq] -> [batch, querySeq, heads, keySeq]
    if distance.shape[:2] == mask.shape and distance.dim() > 2:
        distance = distance[mask]
    return distance.max().item()


def compare(model: PreTrainedModel, options: argparse.Namespace, report: Report) -> None:
    inputs, ours = load_file(options.input), load_file(options.output)
    theirs = expected(model, inputs)
    mask = inputs.get("attention_mask", torch.ones_like(inputs["input_ids"])).bool()
    shared = sorted(name for name in ours if name in theirs)
    report.check(bool(shared), f"{len(shared)} tensors to compare, {len(ours) - len(shared)} that only the file has")
    for name in shared:
        if ours[name].shape != theirs[name].shape:
            report.check(False, f"{name}: shape {list(ours[name].shape)}, expected {list(theirs[name].shape)}")
            continue
        worst = difference(name, ours[name], theirs[name], mask)
        report.check(worst <= options.tolerance, f"{name}: differs by at most {worst:.1e}")


def classify(folder: Path, texts: list[str], report: Report) -> None:
    classifier = pipeline("text-classification", model=str(folder))
    labels = classifier.model.config.id2label.values()
    for text, answer in zip(texts, classifier(texts), strict=True):
        report.check(answer["label"] in labels, f"{answer['label']} {answer['score']:.4f}  {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Checks an exported folder against Hugging Face.")
    parser.add_argument("model", type=Path, metavar="MODEL_FOLDER")
    parser.add_argument("--input", type=Path, help="safetensors with input_ids and attention_mask")
    parser.add_argument("--output", type=Path, help="safetensors that jformers forward wrote")
    parser.add_argument("--tolerance", type=float, default=1e-5)
    parser.add_argument("texts", nargs="*", metavar="TEXT")
    options = parser.parse_args()
    if (options.input is None) != (options.output is None):
        parser.error("--input and --output go together")

    report = Report()
    model = load(options.model, report)
    if options.input:
        compare(model, options, report)
    if options.texts:
        classify(options.model, options.texts, report)
    sys.exit(0 if report.passed else 1)


if __name__ == "__main__":
    main()
