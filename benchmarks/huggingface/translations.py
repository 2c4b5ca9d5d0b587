"""Scores what an encoder-decoder translates, by BLEU (sacrebleu).

    python benchmarks/huggingface/translations.py prompts MODEL SOURCE.gz FOLDER
    for f in FOLDER/prompts-*.safetensors; do
        scripts/jformers generate MODEL --input "$f" --output "${f/prompts/answers}" --set max_new_tokens=60
    done
    python benchmarks/huggingface/translations.py score MODEL REFERENCE.gz FOLDER

The first call writes the sentences as tensors, 50 of similar length a file, by the model's own tokenizer; the last reads the
sequences of tokens that were made of them. Needs tokenizers, safetensors, numpy and sacrebleu.
"""

import argparse
import gzip
from pathlib import Path

import numpy as np
import sacrebleu
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

BATCH = 50


def lines(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        return [line.rstrip("\n") for line in text]


def prompts(tokenizer: Tokenizer, file: Path, folder: Path) -> None:
    ids = [tokenizer.encode(line).ids for line in lines(file)]
    order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
    folder.mkdir(parents=True)
    for begin in range(0, len(order), BATCH):
        rows = order[begin : begin + BATCH]
        shape = (len(rows), max(len(ids[row]) for row in rows))
        tensors = {"input_ids": np.zeros(shape, np.int64), "attention_mask": np.zeros(shape, np.int64)}
        for place, row in enumerate(rows):
            tensors["input_ids"][place, : len(ids[row])] = ids[row]
            tensors["attention_mask"][place, : len(ids[row])] = 1
        save_file(tensors, folder / f"prompts-{begin // BATCH:04d}.safetensors")
    np.save(folder / "order.npy", np.array(order))


def score(tokenizer: Tokenizer, file: Path, folder: Path) -> None:
    order = np.load(folder / "order.npy")
    answers = [load_file(part)["sequences"] for part in sorted(folder.glob("answers-*.safetensors"))]
    texts = [tokenizer.decode([int(token) for token in row], skip_special_tokens=True) for part in answers for row in part]
    assert len(texts) == len(order), f"{len(texts)} translations of {len(order)} sentences"
    translations = [text for _, text in sorted(zip(order, texts))]
    bleu = sacrebleu.BLEU()
    print(bleu.corpus_score(translations, [lines(file)]))
    print(bleu.get_signature())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["prompts", "score"])
    parser.add_argument("model", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    call = {"prompts": prompts, "score": score}[options.what]
    call(Tokenizer.from_file(str(options.model / "tokenizer.json")), options.file, options.folder)
