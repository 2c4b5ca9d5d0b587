#!/bin/sh
# Examples a second of fine-tuning, jformers and Hugging Face in turn on the same machine.
#
#   benchmarks/fine-tune-speed.sh PYTHON [ROUNDS]
#
# PYTHON has torch and transformers (see benchmarks/huggingface/README.md). Takes models/all-minilm-l6-v2 and data/wordnet, as
# configs/quickstart.yaml does. Nothing else should run meanwhile.
set -eu

python=${1:?"usage: benchmarks/fine-tune-speed.sh PYTHON [ROUNDS]"}
rounds=${2:-2}
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

cat >"$work/recipe.yaml" <<EOF
output_dir: $work/run
model: {type: pretrained, path: models/all-minilm-l6-v2}
stages:
  - type: train
    name: fine-tune
    objective: {type: classification}
    train: {path: data/wordnet/train.tsv, label_column: label}
    per_device_train_batch_size: 32
    max_tokens_per_micro_batch: 1024
    max_steps: 130
    learning_rate: 1.0e-4
    warmup_steps: 100
    logging_steps: 10
EOF

jformers() {
    scripts/jformers train "$work/recipe.yaml" --overwrite >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    "$python" - "$work/run/fine-tune/checkpoint-130/trainer_state.json" <<'EOF'
import json
import statistics
import sys

windows = [e for e in json.load(open(sys.argv[1]))["log_history"] if "tokens_per_second" in e][3:]
tokens = statistics.mean(e["tokens_per_second"] for e in windows)
examples = 1 / statistics.mean(1 / e["train_samples_per_second"] for e in windows)
padding = statistics.mean(e["padding_share"] for e in windows)
print(f"jformers: {examples:.1f} examples/s ({tokens:.0f} tokens/s, padding {padding:.1%})")
EOF
}

hugging_face() {
    printf '%s: ' "Hugging Face, $1"
    shift
    "$python" benchmarks/huggingface/finetune.py models/all-minilm-l6-v2 data/wordnet --no-evaluation "$@" 2>/dev/null | tail -n 1
}

for _ in $(seq "$rounds"); do
    jformers
    hugging_face "random batches" --max-steps 65
    hugging_face "grouped by length" --max-steps 80 --group-by-length
done
