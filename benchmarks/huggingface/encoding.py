"""How fast Hugging Face's fast tokenizer and jformers turn 1000 texts into ids, in turns.

    python encoding.py TOKENIZER_FOLDER TEXTS CLASSPATH_FILE [--pairs 41]

TOKENIZER_FOLDER has tokenizer.json, TEXTS a text a line, at least 1000; CLASSPATH_FILE is cli/target/classpath. Each pair is one batch of
each side, the order changing; both read the ids of all texts. Printed are medians of milliseconds, of the clock and of the processors, and
the median of the pairs' ratios, jformers by Hugging Face: below 1 jformers is faster.
"""

import argparse
import statistics
import subprocess
import time
from pathlib import Path

from tokenizers import Tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizer")
    parser.add_argument("texts")
    parser.add_argument("classpath")
    parser.add_argument("--pairs", type=int, default=41)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(options.tokenizer + "/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = Path(options.texts).read_text(encoding="utf-8").split("\n")[:1000]
    program = Path(__file__).parents[1] / "java" / "Encoding.java"
    java = subprocess.Popen(["java", "-cp", Path(options.classpath).read_text(), str(program), options.tokenizer,
                             options.texts], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ours() -> tuple:
        java.stdin.write("\n")
        java.stdin.flush()
        wall, cpu, tokens = java.stdout.readline().split()
        return float(wall), float(cpu), int(tokens)

    def theirs() -> tuple:
        cpu, wall = time.process_time(), time.perf_counter()
        tokens = sum(len(encoding.ids) for encoding in tokenizer.encode_batch(texts))
        return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3, tokens

    for _ in range(10):
        warm = ours(), theirs()
    if warm[0][2] != warm[1][2]:
        raise SystemExit(f"tokens differ: {warm}")
    rows = []
    for pair in range(options.pairs):
        first = ours() if pair % 2 else None
        other = theirs()
        rows.append((first or ours(), other))
    java.stdin.close()
    java.wait()
    for kind, place in (("clock", 0), ("processors", 1)):
        us, them = ([row[side][place] for row in rows] for side in (0, 1))
        ratio = statistics.median(one[0][place] / one[1][place] for one in rows)
        print(f"{kind}: jformers {statistics.median(us):.1f} ms (least {min(us):.1f}), Hugging Face"
              f" {statistics.median(them):.1f} ms (least {min(them):.1f}), ratio {ratio:.3f}; {warm[0][2]} tokens")


if __name__ == "__main__":
    main()
