"""Fine-tunes a classifier with Hugging Face's own Trainer: the baseline of configs/wordnet-full.yaml.

    python finetune.py MODEL_FOLDER DATA_FOLDER [--epochs N] [--seed N] [--max-steps N] [--group-by-length] [--output RESULT.json]

DATA_FOLDER holds train.tsv and test.tsv with the columns label and text. Each evaluation prints a line; the last
line printed is the result as JSON. Examples a second leave out the first 20 steps, the evaluations and what happens
between epochs. With --group-by-length they leave out the first 50 steps: Hugging Face sorts within runs of 50
batches, the longest first, so that only whole runs are a fair sample (--max-steps 150, 250, ...).
"""

import argparse
import csv
import json
import tempfile
import time
from pathlib import Path

import numpy
import torch
import transformers
from sklearn.metrics import accuracy_score, f1_score
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

MAX_LENGTH = 128
BATCH_SIZE = 32


def read_tsv(path: Path) -> tuple[list[str], list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["label"] for row in rows], [row["text"] for row in rows]


def examples(path: Path, tokenizer, index_of: dict[str, int]) -> list[dict]:
    labels, texts = read_tsv(path)
    encoded = tokenizer(texts, truncation=True, max_length=MAX_LENGTH)
    names = list(encoded)
    rows = zip(*(encoded[name] for name in names), strict=True)
    return [
        {**dict(zip(names, row, strict=True)), "labels": index_of[label]}
        for label, row in zip(labels, rows, strict=True)
    ]


def metrics(prediction) -> dict[str, float]:
    answers = prediction.predictions.argmax(axis=-1)
    return {
        "accuracy": accuracy_score(prediction.label_ids, answers),
        "macro_f1": f1_score(prediction.label_ids, answers, average="macro"),
    }


class Stopwatch(TrainerCallback):
    """Adds up the time from one step's end to the next one's within an epoch."""

    def __init__(self, skipped_steps: int) -> None:
        self.skipped_steps = skipped_steps
        self.seconds: list[float] = []
        self.last_end: float | None = None

    def on_epoch_begin(self, args, state, control, **kwargs) -> None:
        self.last_end = None

    def on_step_end(self, args, state, control, **kwargs) -> None:
        now = time.perf_counter()
        if self.last_end is not None and state.global_step > self.skipped_steps:
            self.seconds.append(now - self.last_end)
        self.last_end = now

    def examples_per_second(self) -> float | None:
        return BATCH_SIZE * len(self.seconds) / sum(self.seconds) if self.seconds else None


class CountingTrainer(Trainer):
    """Hugging Face's Trainer, which counts besides how many of the tokens that it trains on are padding."""

    tokens = 0
    real_tokens = 0

    def training_step(self, model, inputs, *args, **kwargs) -> torch.Tensor:
        self.tokens += inputs["attention_mask"].numel()
        self.real_tokens += int(inputs["attention_mask"].sum())
        return super().training_step(model, inputs, *args, **kwargs)


def arguments(options: argparse.Namespace, work_folder: str) -> TrainingArguments:
    return TrainingArguments(
        output_dir=work_folder,
        num_train_epochs=options.epochs,
        max_steps=options.max_steps,
        train_sampling_strategy="group_by_length" if options.group_by_length else "random",
        per_device_train_batch_size=BATCH_SIZE,
        per_device_eval_batch_size=64,
        learning_rate=1e-4,
        lr_scheduler_type="linear",
        warmup_steps=100,
        weight_decay=0.0,
        seed=options.seed,
        eval_strategy="no" if options.max_steps > 0 else "epoch",
        save_strategy="no",
        logging_steps=100,
        report_to="none",
        use_cpu=True,
        disable_tqdm=True,
    )


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fine-tunes a classifier with Hugging Face's Trainer.")
    parser.add_argument("model", type=Path, metavar="MODEL_FOLDER")
    parser.add_argument("data", type=Path, metavar="DATA_FOLDER")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--max-steps", type=int, default=-1, help="stop early, and evaluate only then")
    parser.add_argument("--group-by-length", action="store_true", help="batches of texts of about the same length")
    parser.add_argument("--no-evaluation", action="store_true", help="measure the speed alone")
    parser.add_argument("--output", type=Path, help="write the result there, too")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    with tempfile.TemporaryDirectory() as work_folder:
        result = fine_tune(options, work_folder)
    print(json.dumps(result), flush=True)
    if options.output:
        options.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


def fine_tune(options: argparse.Namespace, work_folder: str) -> dict:
    names = sorted(set(read_tsv(options.data / "train.tsv")[0]))
    index_of = {name: index for index, name in enumerate(names)}
    transformers.set_seed(options.seed)
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModelForSequenceClassification.from_pretrained(
        options.model, num_labels=len(names), id2label=dict(enumerate(names)), label2id=index_of
    )
    stopwatch = Stopwatch(skipped_steps=50 if options.group_by_length else 20)
    trainer = CountingTrainer(
        model=model,
        args=arguments(options, work_folder),
        train_dataset=examples(options.data / "train.tsv", tokenizer, index_of),
        eval_dataset=examples(options.data / "test.tsv", tokenizer, index_of),
        data_collator=DataCollatorWithPadding(tokenizer),
        processing_class=tokenizer,
        compute_metrics=metrics,
        callbacks=[stopwatch],
    )
    trainer.train()
    return summary(options, trainer, stopwatch)


def summary(options: argparse.Namespace, trainer: CountingTrainer, stopwatch: Stopwatch) -> dict:
    if options.max_steps > 0 and not options.no_evaluation:
        trainer.evaluate()
    evaluations = [entry for entry in trainer.state.log_history if "eval_accuracy" in entry]
    last = evaluations[-1] if evaluations else {}
    return {
        "steps": trainer.state.global_step,
        "group_by_length": options.group_by_length,
        "accuracy": last.get("eval_accuracy"),
        "macro_f1": last.get("eval_macro_f1"),
        "epochs": [
            {"epoch": entry["epoch"], "accuracy": entry["eval_accuracy"], "macro_f1": entry["eval_macro_f1"]}
            for entry in evaluations
        ],
        "examples_per_second": stopwatch.examples_per_second(),
        "median_step_ms": float(numpy.median(stopwatch.seconds)) * 1000 if stopwatch.seconds else None,
        "padding_share": 1 - trainer.real_tokens / trainer.tokens,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }


if __name__ == "__main__":
    main()
