"""Compares jformers with Hugging Face transformers on models of random configuration.

    python scripts/random_configurations.py [--draws 12] [--seed 1] [--family NAME ...] [--only NUMBER]
                                            [--output runs/draws] [--report docs/agreement.md]

For every family it draws configurations (drawn_families.py), lets transformers make a model of each with random weights,
saves it as a folder, and runs `jformers forward` on that folder: all outputs and all hidden states must equal those of
transformers within 1e-5, relative to the largest value where that exceeds 1. Every third folder goes through `jformers
export` besides: no tensor may change a bit, transformers must load the export without missing or unexpected tensors, and
compute exactly what it computed before.

The reference is transformers in float64, rounded. It is transformers in float32 where its attention makes NaN of padding in
float64, and where its own rounding is what differs; jformers computes in float32. Runs with any Python that has torch, transformers and safetensors; the published table
comes from torch 2.7.1 and transformers 5.24 on a CPU. The same seed draws the same models.

A draw whose result is in OUTPUT/results.jsonl is not repeated, so a run that was stopped goes on; --only repeats one. Folders
of draws that fail stay in OUTPUT, with inputs.safetensors and what both sides made of them.
"""

import argparse
import copy
import inspect
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import torch
import transformers
from drawn_families import FAMILIES, Draw, Drawn, draw_model
from safetensors.torch import load_file, save_file

ROOT = Path(__file__).resolve().parent.parent
TOLERANCE = 1e-5
FIXED = {"final_logits_bias"}
BEGIN = "<!-- written by scripts/random_configurations.py -->"
END = "<!-- until here -->"
BY_SEQUENCE = {"pooler_output", "seq_relationship_logits", "sop_logits"}
NOT_COMPARED = {"past_key_values", "attentions", "router_logits", "aux_loss", "mems"}
NEVER_LEFT_OUT = {"model_type", "architectures", "rope_parameters"}
NOT_SIZES = {"num_key_value_heads", "head_dim", "type_vocab_size", "pad_token_id", "eos_token_id", "decoder_start_token_id"}
RIGHT_ONLY = ("SequenceClassification", "MultipleChoice", "NextSentence", "PreTraining")


class Refused(Exception):
    """jformers did not take the model or the input."""


def tables_of_positions(model: transformers.PreTrainedModel) -> set[str]:
    """Sines and cosines: parameters in transformers, but ones that are computed and never trained."""
    named = model.named_parameters()
    return {name for name, tensor in named if name.endswith("embed_positions.weight") and not tensor.requires_grad}


@torch.no_grad()
def randomise(model: transformers.PreTrainedModel, seed: int) -> None:
    """Large weights, biases that are not zero and norms that are not one: an error in any of them shows.

    Gemma's norms store how far they are from one.
    """
    generator = torch.Generator().manual_seed(seed)
    fixed = [(name, buffer) for name, buffer in model.named_buffers() if name in FIXED]
    computed = tables_of_positions(model)
    center = 0.0 if model.config.model_type.startswith("gemma") else 1.0
    for name, parameter in sorted([*model.named_parameters(), *fixed]):
        if name in computed:
            continue
        inputs = parameter.shape[-1] if parameter.dim() > 1 else 1
        scale = 0.3 * min(1.0, (32 / inputs) ** 0.5)
        values = torch.randn(parameter.shape, generator=generator) * scale
        is_norm = parameter.dim() == 1 and name.endswith("weight")
        parameter.copy_(values + center if is_norm else values)


def rewrite(folder: Path, draw: Draw, drawn: Drawn) -> str:
    """The same config as other files have it: without keys that have their default, or with the keys of older versions."""
    file = folder / "config.json"
    written = json.loads(file.read_text())
    form = draw.pick("full", "terse", "old", "old and terse")
    if "old" in form and drawn.old | written.get("rope_parameters", {}):
        written = old_keys(written, drawn)
    if "terse" in form:
        absent = getattr(transformers, drawn.config)().to_dict()
        sizes = {key for key, value in drawn.settings.items() if type(value) is int} - NOT_SIZES
        kept = NEVER_LEFT_OUT | sizes | (written.keys() - absent.keys())
        written = {key: value for key, value in written.items() if key in kept or absent[key] != value}
    file.write_text(json.dumps(written, indent=2))
    return form


def old_keys(written: dict, drawn: Drawn) -> dict:
    rope = written.pop("rope_parameters", {})
    if drawn.old:
        written.pop("layer_types", None)
        written |= drawn.old
    if "full_attention" in rope:
        everywhere, local = rope["full_attention"], rope["sliding_attention"]
        scaled = {key: value for key, value in everywhere.items() if key != "rope_theta"}
        same = scaled == {key: value for key, value in local.items() if key != "rope_theta"}
        gemma = drawn.config.startswith("Gemma")
        plain = scaled["rope_type"] == "default"
        if not (plain and local["rope_type"] == "default" or same or (gemma and local["rope_type"] == "default")):
            return written | {"rope_parameters": rope}
        names = ("rope_theta", "rope_local_base_freq") if gemma else ("global_rope_theta", "local_rope_theta")
        written |= dict(zip(names, (everywhere["rope_theta"], local["rope_theta"])))
        return written | {"rope_scaling": None if plain else scaled}
    if rope:
        neox = written["model_type"] == "gpt_neox"
        names = {"rope_theta": "rotary_emb_base" if neox else "rope_theta", "partial_rotary_factor": "rotary_pct" if neox else "partial_rotary_factor"}
        written |= {old: rope.pop(name) for name, old in names.items() if name in rope}
        written["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    return written


def tokens(draw: Draw, vocabulary: int, batch: int, seq: int, pad: int, left: bool) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(draw.random.randrange(1 << 30))
    ids = torch.randint(0, vocabulary, (batch, seq), generator=generator)
    ids[ids == pad] = (pad + 1) % vocabulary
    mask = torch.ones_like(ids)
    for row in range(batch):
        padding = draw.random.randint(0, seq - 1) if seq > 1 and draw.chance(0.75) else 0
        begin = draw.random.randint(0, padding) if left and draw.chance(0.3) else padding if left and draw.chance(0.5) else 0
        mask[row, :begin] = 0
        mask[row, seq - (padding - begin) :] = 0
    ids[mask == 0] = max(pad, 0)
    return ids, mask


def inputs(draw: Draw, drawn: Drawn, model: transformers.PreTrainedModel) -> dict[str, torch.Tensor]:
    config, name = model.config, drawn.architecture
    batch, seq = draw.pick(1, 2, 3, 4, 5), draw.random.randint(1, 24)
    pad = 1 if config.model_type == "mpnet" else config.pad_token_id if config.pad_token_id is not None else -1
    left = not any(part in name for part in RIGHT_ONLY) or config.model_type == "xlnet" or hasattr(model, "score")
    ids, mask = tokens(draw, config.vocab_size, batch, seq, pad, left)
    given = {"input_ids": ids, "attention_mask": mask}
    if config.is_encoder_decoder and "SequenceClassification" in name:
        ids[ids == config.eos_token_id] = config.eos_token_id + 5
        ids[torch.arange(batch), mask.sum(1) - 1] = config.eos_token_id
        return given
    segments = 3 if config.model_type == "xlnet" else getattr(config, "type_vocab_size", 0)
    if segments and "Roberta" not in name and draw.chance(0.7):
        given["token_type_ids"] = torch.randint(0, segments, ids.shape, generator=torch.Generator().manual_seed(draw.number))
    if config.is_encoder_decoder:
        pad = max(pad, 0)
        vocabulary = getattr(config, "decoder_vocab_size", None) or config.vocab_size
        target, target_mask = tokens(draw, vocabulary, batch, draw.random.randint(1, 20), pad, True)
        given |= {"decoder_input_ids": target, "decoder_attention_mask": target_mask}
        if draw.chance(0.2):
            del given["decoder_attention_mask"]
    if "position_ids" in inspect.signature(model.forward).parameters and draw.chance(0.15):
        steps = torch.randint(1, 3, ids.shape, generator=torch.Generator().manual_seed(draw.number)).cumsum(1) - 1
        highest = longest(config) - 1 - skipped_rows(config)
        return given | {"position_ids": (steps + draw.pick(0, 5)).clamp(max=highest)}
    if "Choice" not in name and draw.chance(0.15):
        ids[mask == 0] = (pad + 1) % config.vocab_size
        del given["attention_mask"]
    return given


def longest(config: transformers.PretrainedConfig) -> int:
    return getattr(config, "n_positions", None) or getattr(config, "max_position_embeddings", None) or 60


def skipped_rows(config: transformers.PretrainedConfig) -> int:
    """Position ids are rows of the table to these models, whose first position has not the first row; jformers counts from 0."""
    if config.model_type in ("roberta", "xlm-roberta"):
        return config.pad_token_id + 1
    return 2 if config.model_type == "mpnet" else 0


@torch.no_grad()
def reference(model: transformers.PreTrainedModel, given: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """All outputs by the names that jformers gives them."""
    if "position_ids" in given:
        given = given | {"position_ids": given["position_ids"] + skipped_rows(model.config)}
    if "MultipleChoice" in type(model).__name__:
        given = {name: tensor[None] for name, tensor in given.items()}
    known = inspect.signature(model.forward).parameters
    more = {"use_cache": False} if "use_cache" in known else {}
    result = model(**given, **more, output_hidden_states=True)
    outputs = {}
    for name, value in result.items():
        if name in NOT_COMPARED:
            continue
        values = {f"{name}.{index}": state for index, state in enumerate(value)} if isinstance(value, tuple) else {name: value}
        outputs |= values
    if "MultipleChoice" in type(model).__name__:
        outputs["logits"] = outputs["logits"].flatten()
    return {name: tensor.contiguous() for name, tensor in outputs.items()}


def masked(name: str, tensor: torch.Tensor, given: dict[str, torch.Tensor], architecture: str) -> torch.Tensor:
    """What stands at padding is zeroed: nothing reads it, and implementations differ there."""
    if name in BY_SEQUENCE or (name == "logits" and any(part in architecture for part in RIGHT_ONLY) and "ElectraForPre" not in architecture):
        return tensor
    decoder = "decoder_input_ids" in given and not name.startswith("encoder_")
    mask = given.get("decoder_attention_mask" if decoder else "attention_mask")
    if mask is None or tensor.dim() < 2 or tensor.shape[:2] != mask.shape:
        return tensor
    return torch.where(mask.reshape(*mask.shape, *[1] * (tensor.dim() - 2)) == 1, tensor, 0)


def precise(model: transformers.PreTrainedModel, given: dict, architecture: str) -> tuple[dict[str, torch.Tensor], str]:
    """The outputs in float64, or in float32 where some attention makes NaN of rows that see nothing."""
    exact = load_double(model)
    for candidate, precision in ((exact, "float64"), (model, "float32")):
        try:
            outputs = reference(candidate, given)
        except RuntimeError:
            if precision == "float32":
                raise
            continue
        outputs = {name: masked(name, tensor, given, architecture) for name, tensor in outputs.items()}
        if precision == "float32" or all(bool(tensor.isfinite().all()) for tensor in outputs.values()):
            return {name: tensor.to(torch.float32) for name, tensor in outputs.items()}, precision
    raise AssertionError


def load_double(model: transformers.PreTrainedModel) -> transformers.PreTrainedModel:
    exact = copy.deepcopy(model).to(torch.float64)
    for module in exact.modules():
        if type(module).__name__ == "XLNetLayer":
            module.register_forward_pre_hook(cast_distances, with_kwargs=True)
    return exact


def cast_distances(layer: torch.nn.Module, arguments: tuple, keywords: dict) -> tuple[tuple, dict]:
    """XLNet's sines and cosines are float32 whatever the model is."""
    return arguments, {**keywords, "r": keywords["r"].to(layer.rel_attn.r.dtype)}


def difference(expected: torch.Tensor, actual: torch.Tensor) -> float:
    if expected.shape != actual.shape:
        return float("inf")
    worst = (expected - actual).abs().max().item() / max(1.0, expected.abs().max().item())
    return worst if worst == worst else float("inf")


class Jformers:
    """The command, many times in one Java (ManyCommands.java)."""

    def __init__(self, class_path: str):
        source = str(ROOT / "scripts" / "ManyCommands.java")
        self.process = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", "-cp", class_path, source],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )

    def run(self, *arguments: str) -> None:
        self.process.stdin.write("\t".join(arguments) + "\n")
        self.process.stdin.flush()
        code, lines = self.process.stdout.readline().split()
        printed = "".join(self.process.stdout.readline() for _ in range(int(lines)))
        if code != "0":
            raise Refused(printed.strip())


def class_path() -> str:
    """Of this checkout, which is built where it has changed."""
    subprocess.run([ROOT / "scripts" / "jformers", "--version"], check=True, stdout=subprocess.DEVNULL)
    cli = ROOT / "cli" / "target"
    return f"{cli / 'classes'}{os.pathsep}{(cli / 'classpath').read_text().strip()}"


def load(folder: Path, drawn: Drawn):
    """The model as transformers reads the folder, and the tensors that it misses or does not know."""
    kind = getattr(transformers, drawn.architecture)
    model, info = kind.from_pretrained(folder, output_loading_info=True, attn_implementation=drawn.attention)
    complaints = [f"{key}: {sorted(map(str, info[key]))}" for key in ("missing_keys", "unexpected_keys", "mismatched_keys") if info[key]]
    return model.eval(), complaints


def build(draw: Draw, drawn: Drawn, folder: Path) -> tuple[transformers.PreTrainedModel, str]:
    """Saves a model, changes the form of its config, and returns it as transformers reads it back."""
    config = getattr(transformers, drawn.config)(**copy.deepcopy(drawn.settings), attn_implementation=drawn.attention)
    torch.manual_seed(draw.number)
    model = getattr(transformers, drawn.architecture)(config)
    randomise(model, draw.number)
    shards = {"max_shard_size": "20KB"} if draw.chance(0.15) else {}
    model.save_pretrained(folder, **shards)
    (folder / "generation_config.json").unlink(missing_ok=True)
    full = (folder / "config.json").read_text()
    form = rewrite(folder, draw, drawn)
    try:
        read, complaints = load(folder, drawn)
        if not complaints:
            return read, form
    except Exception:
        pass
    (folder / "config.json").write_text(full)
    read, complaints = load(folder, drawn)
    if complaints:
        raise RuntimeError("; ".join(complaints))
    return read, "full"


def tensors_of(folder: Path) -> dict[str, torch.Tensor]:
    return {name: tensor for file in sorted(folder.glob("model*.safetensors")) for name, tensor in load_file(file).items()}


def check_export(command: Jformers, folder: Path, drawn: Drawn, model, given: dict) -> list[str]:
    export = folder / "export"
    command.run("export", str(folder), "--output", str(export))
    before, after = tensors_of(folder), tensors_of(export)
    for name in tables_of_positions(model) | {name for name in before if name.endswith("embed_positions.weight") and name not in after}:
        before.pop(name, None)
        after.pop(name, None)
    problems = [f"export: {name} in one folder only" for name in before.keys() ^ after.keys()]
    problems += [
        f"export: {name} differs"
        for name in before.keys() & after.keys()
        if before[name].dtype != after[name].dtype or not torch.equal(before[name], after[name])
    ]
    read, complaints = load(export, drawn)
    problems += [f"export: {complaint}" for complaint in complaints]
    expected, actual = reference(model, given), reference(read, given)
    return problems + [
        f"export: {name} is computed otherwise"
        for name in expected
        if not torch.equal(expected[name].nan_to_num(), actual[name].nan_to_num())
    ]


def compare(options, draw: Draw, drawn: Drawn, folder: Path) -> dict:
    model, form = build(draw, drawn, folder)
    given = inputs(draw, drawn, model)
    save_file(given, folder / "inputs.safetensors")
    expected, precision = precise(model, given, drawn.architecture)
    save_file(expected, folder / "outputs.safetensors")
    ours = folder / "jformers.safetensors"
    given_file = str(folder / "inputs.safetensors")
    options.command.run("forward", str(folder), "--input", given_file, "--output", str(ours), "--hidden-states")
    actual = load_file(ours)
    single = {name: masked(name, tensor, given, drawn.architecture) for name, tensor in reference(model, given).items()}
    differences, rounded = {}, False
    for name in expected.keys() & actual.keys():
        ours = masked(name, actual[name], given, drawn.architecture)
        differences[name] = difference(expected[name], ours)
        if differences[name] > TOLERANCE and difference(single[name], ours) < differences[name]:
            differences[name], rounded = difference(single[name], ours), True
    problems = [f"{name} differs by {value:.2g}" for name, value in differences.items() if value > TOLERANCE]
    problems += [f"{name} is computed by one side only" for name in sorted(expected.keys() ^ actual.keys())]
    if draw.number % 3 == 0:
        problems += check_export(options.command, folder, drawn, model, given)
    states = [value for name, value in differences.items() if "hidden_state" in name]
    outputs = [value for name, value in differences.items() if "hidden_state" not in name]
    return {
        "architecture": drawn.architecture,
        "settings": drawn.settings,
        "form": form,
        "shape": list(given["input_ids"].shape),
        "precision": "float32" if rounded else precision,
        "outputs": max(outputs, default=None),
        "states": max(states),
        "float32": max(difference(expected[name], tensor) for name, tensor in single.items()),
        "exported": draw.number % 3 == 0,
        "problems": problems,
    }


def run(options, family: str, number: int) -> dict:
    draw = Draw(family, number, options.seed)
    drawn = draw_model(family, draw)
    folder = options.output / f"{family}-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    result = {"family": family, "number": number, "seed": options.seed, "architecture": drawn.architecture, "settings": drawn.settings}
    try:
        result |= compare(options, draw, drawn, folder)
    except Refused as refused:
        result["problems"] = [f"refused: {refused}"]
    except Exception as error:
        result["problems"] = [f"not drawn: {type(error).__name__}: {error}"]
    if not result["problems"] and not options.keep:
        shutil.rmtree(folder)
    return result


def done(options) -> dict:
    file = options.output / "results.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    results = [json.loads(line) for line in lines]
    return {(result["family"], result["number"]): result for result in results if result["seed"] == options.seed}


def show(result: dict, since: float) -> None:
    name = f"{result['family']}-{result['number']}"
    if result["problems"]:
        print(f"{name} {result['architecture']} FAILED: " + "; ".join(result["problems"][:4]), flush=True)
        return
    outputs = "none" if result["outputs"] is None else f"{result['outputs']:.1e}"
    print(
        f"{name} {result['architecture']}: outputs {outputs}, hidden states {result['states']:.1e},"
        f" {result['precision']}, {result['form']}, {time.time() - since:.1f} s",
        flush=True,
    )


def report(file: Path, results: list[dict]) -> None:
    """Puts the tables between the marks of a Markdown file."""
    before, rest = file.read_text().split(BEGIN)
    _, after = rest.split(END)
    file.write_text(f"{before}{BEGIN}\n\n{worst_differences(results)}\n\n{drawn_settings(results)}\n\n{END}{after}")


def of_families(results: list[dict]) -> list[tuple[str, list[dict]]]:
    return [(family, [result for result in results if result["family"] == family]) for family in sorted(FAMILIES)]


def worst_differences(results: list[dict]) -> str:
    rows = [
        "| model_type | draws | agree | worst of outputs | worst of hidden states | of transformers itself | exports |",
        "|---|---|---|---|---|---|---|",
    ]
    for family, draws in [*of_families(results), ("all", results)]:
        agreeing = [draw for draw in draws if not draw["problems"]]
        compared = [draw for draw in draws if "states" in draw]
        worst = [max((draw[name] or 0.0 for draw in compared), default=0.0) for name in ("outputs", "states", "float32")]
        name = "all" if family == "all" else f"`{family}`"
        cells = [name, len(draws), len(agreeing), *(f"{value:.1e}" for value in worst), sum(draw["exported"] for draw in compared)]
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(rows)


def drawn_settings(results: list[dict]) -> str:
    rows = ["| model_type | drawn |", "|---|---|"]
    for family, draws in of_families(results):
        values: dict[str, list] = {"architectures": sorted({draw["architecture"] for draw in draws})}
        for draw in draws:
            for key, value in draw["settings"].items():
                if key == "rope_parameters":
                    for part in (value if "full_attention" not in value else value["full_attention"],):
                        values.setdefault("rope_type", []).append(part["rope_type"])
                else:
                    values.setdefault(key, []).append(value)
        rows.append(f"| `{family}` | {'; '.join(span(key, drawn) for key, drawn in values.items())} |")
    return "\n".join(rows)


def span(key: str, drawn: list) -> str:
    """A key with all that it was, sizes as the smallest and the largest."""
    whole = [value for value in drawn if type(value) is int]
    if len(set(whole)) > 5:
        null = ", null" if None in drawn else ""
        return f"`{key}` {min(whole)} to {max(whole)}{null}"
    if any(isinstance(value, list) for value in drawn):
        return f"`{key}` lists" if key == "layer_types" else f"`{key}` {', '.join(sorted({json.dumps(value) for value in drawn}))}"
    return f"`{key}` {', '.join(sorted({value if isinstance(value, str) else json.dumps(value) for value in drawn}))}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=12, help="of each family; %(default)s by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", action="append", choices=FAMILIES, help="only this one; may be repeated")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="only this draw, again, and keep its folder")
    parser.add_argument("--again", action="store_true", help="repeat the draws that failed")
    parser.add_argument("--keep", action="store_true", help="keep all folders")
    parser.add_argument("--output", type=Path, default=ROOT / "runs" / "draws")
    parser.add_argument("--class-path", help="of jformers; by default that of this checkout, built where it has changed")
    parser.add_argument("--report", type=Path, help="a Markdown file; what is between its marks is replaced by the tables")
    options = parser.parse_args()
    if options.report and not (options.report.is_file() and BEGIN in options.report.read_text()):
        parser.error(f"--report {options.report} must be a file with the line {BEGIN}")
    return options


def main() -> None:
    options = arguments()
    options.output.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    results = done(options)
    options.command = Jformers(options.class_path or class_path())
    for number in [options.only] if options.only is not None else range(options.draws):
        for family in options.family or FAMILIES:
            known = results.get((family, number))
            if known and options.only is None and not (options.again and known["problems"]):
                continue
            since = time.time()
            options.keep = options.keep or options.only is not None
            result = run(options, family, number)
            results[family, number] = result
            with (options.output / "results.jsonl").open("a") as file:
                file.write(json.dumps(result) + "\n")
            show(result, since)
    if options.report:
        report(options.report, list(results.values()))
    failed = [f"{family}-{number}" for (family, number), result in results.items() if result["problems"]]
    print(f"{len(results)} draws, {len(failed)} of them failed: {', '.join(failed) or 'none'}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
