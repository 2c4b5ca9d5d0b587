"""Draws a random configuration of each family: whatever its config.json lets one choose and jformers supports.

Used by random_configurations.py. All sizes of a draw differ, so that a confused axis or a wrong number of heads cannot
go unnoticed; epsilons are large at times, for a small one changes nothing that can be seen.
"""

import random
from dataclasses import dataclass, field

ACTIVATIONS = "gelu gelu_new gelu_fast gelu_pytorch_tanh relu relu2 silu swish tanh linear".split()
EPSILONS = [1e-12, 1e-6, 1e-5, 1e-2, 0.1]
ENCODER_HEADS = "Model ForMaskedLM ForSequenceClassification ForTokenClassification ForQuestionAnswering ForMultipleChoice".split()


class Draw:
    """Random choices; the same family, number and seed choose the same."""

    def __init__(self, family: str, number: int, seed: int):
        self.family, self.number = family, number
        self.random = random.Random(f"{seed}/{family}/{number}")
        self.used: set[int] = set()

    def size(self, low: int, high: int, step: int = 1) -> int:
        """A size that no other one of this draw has, as long as there is one."""
        choices = list(range(low, high + 1, step))
        free = [size for size in choices if size not in self.used]
        size = self.random.choice(free or choices)
        self.used.add(size)
        return size

    def pick(self, *values):
        return self.random.choice(values)

    def turn(self, values: list):
        """One of a few values that must each have its turn, by the number of the draw."""
        return values[self.number % len(values)]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def number_in(self, low: float, high: float) -> float:
        return round(self.random.uniform(low, high), 3)


@dataclass
class Drawn:
    """What transformers is to build: a class and what its config says; old are keys as older files have them."""

    architecture: str
    config: str
    settings: dict
    old: dict = field(default_factory=dict)
    attention: str = "sdpa"


def width(draw: Draw, heads: int, even: bool = False, low: int = 3, high: int = 9) -> int:
    """Hidden size: heads times a head's size, which is none of the other sizes either."""
    head_dim = draw.size(low + low % 2, high, 2) if even else draw.size(low, high)
    draw.used.add(heads * head_dim)
    return heads * head_dim


def labels(draw: Draw, architecture: str) -> dict:
    if "Sequence" in architecture or "Token" in architecture:
        return {"num_labels": draw.pick(1, 2, 3, 5)}
    return {}


def encoder(draw: Draw, epsilon: str = "layer_norm_eps", activation: str = "hidden_act") -> dict:
    heads = draw.size(2, 6)
    return {
        "vocab_size": draw.size(61, 130),
        "hidden_size": width(draw, heads),
        "num_hidden_layers": draw.size(1, 4),
        "num_attention_heads": heads,
        "intermediate_size": draw.size(20, 90),
        activation: draw.pick(*ACTIVATIONS),
        "max_position_embeddings": draw.size(32, 60),
        epsilon: draw.pick(*EPSILONS),
        "pad_token_id": draw.pick(0, 1, 3, 7),
    }


def bert(draw: Draw) -> Drawn:
    architecture = "Bert" + draw.turn([*ENCODER_HEADS, "ForPreTraining", "ForNextSentencePrediction"])
    settings = encoder(draw) | {"type_vocab_size": draw.pick(1, 2, 3)} | labels(draw, architecture)
    return Drawn(architecture, "BertConfig", settings)


def roberta(draw: Draw) -> Drawn:
    architecture = "Roberta" + draw.turn(ENCODER_HEADS)
    settings = encoder(draw) | {"type_vocab_size": draw.pick(1, 2, 3)} | labels(draw, architecture)
    return Drawn(architecture, "RobertaConfig", settings)


def xlm_roberta(draw: Draw) -> Drawn:
    drawn = roberta(draw)
    return Drawn("XLM" + drawn.architecture, "XLMRobertaConfig", drawn.settings)


def mpnet(draw: Draw) -> Drawn:
    """It pads with token 1, whatever the config says."""
    architecture = "MPNet" + draw.turn(ENCODER_HEADS)
    settings = encoder(draw) | {"pad_token_id": 1} | labels(draw, architecture)
    return Drawn(architecture, "MPNetConfig", settings, attention="eager")


def electra(draw: Draw) -> Drawn:
    architecture = "Electra" + draw.turn([*ENCODER_HEADS, "ForPreTraining"])
    settings = encoder(draw) | {"type_vocab_size": draw.pick(1, 2, 3)} | labels(draw, architecture)
    settings["embedding_size"] = settings["hidden_size"] if draw.chance(0.3) else draw.size(5, 20)
    if "Choice" in architecture:
        settings["summary_use_proj"] = draw.chance(0.7)
        settings["summary_activation"] = draw.pick("gelu", "tanh", "relu")
    return Drawn(architecture, "ElectraConfig", settings)


def albert(draw: Draw) -> Drawn:
    architecture = "Albert" + draw.turn([*ENCODER_HEADS, "ForPreTraining"])
    settings = encoder(draw) | {"type_vocab_size": draw.pick(1, 2, 3)} | labels(draw, architecture)
    settings["embedding_size"] = settings["hidden_size"] if draw.chance(0.3) else draw.size(5, 20)
    settings["num_hidden_layers"] = draw.pick(1, 2, 3, 4, 5, 7)
    settings["num_hidden_groups"] = draw.random.randint(1, settings["num_hidden_layers"])
    settings["inner_group_num"] = draw.pick(1, 1, 2, 3)
    return Drawn(architecture, "AlbertConfig", settings)


def distilbert(draw: Draw) -> Drawn:
    architecture = "DistilBert" + draw.turn(ENCODER_HEADS)
    heads = draw.size(2, 6)
    settings = {
        "vocab_size": draw.size(61, 130),
        "dim": width(draw, heads),
        "n_layers": draw.size(1, 4),
        "n_heads": heads,
        "hidden_dim": draw.size(20, 90),
        "activation": draw.pick(*ACTIVATIONS),
        "max_position_embeddings": draw.size(32, 60),
        "sinusoidal_pos_embds": draw.chance(0.3),
        "pad_token_id": draw.pick(0, 1, 3, 7),
    }
    return Drawn(architecture, "DistilBertConfig", settings | labels(draw, architecture))


def deberta_v2(draw: Draw) -> Drawn:
    architecture = "DebertaV2" + draw.turn(ENCODER_HEADS)
    settings = encoder(draw) | labels(draw, architecture)
    settings["type_vocab_size"] = draw.pick(0, 0, 2, 3)
    settings["relative_attention"] = draw.chance(0.85)
    settings["position_biased_input"] = draw.chance(0.5)
    settings["pos_att_type"] = draw.pick(["p2c", "c2p"], ["c2p"], ["p2c"], "c2p|p2c", None)
    settings["share_att_key"] = draw.chance(0.5)
    settings["max_relative_positions"] = draw.pick(-1, 12, 25)
    settings["position_buckets"] = draw.pick(-1, 4, 6, 9, 16)
    settings["norm_rel_ebd"] = draw.pick("none", "layer_norm")
    settings["legacy"] = draw.chance(0.6)
    if draw.chance(0.4):
        settings["conv_kernel_size"] = draw.pick(1, 3, 5)
        divisors = [groups for groups in range(1, 7) if settings["hidden_size"] % groups == 0]
        settings["conv_groups"] = draw.pick(*divisors)
        settings["conv_act"] = draw.pick("tanh", "gelu", "relu")
    if "Sequence" in architecture:
        settings["pooler_hidden_act"] = draw.pick(*ACTIVATIONS)
    return Drawn(architecture, "DebertaV2Config", settings, attention="eager")


def rope(draw: Draw, turned: int, kinds: str, limits: dict) -> dict:
    """Parameters of rotary positions; those kinds that depend on a length bring it, shorter than some inputs, into limits."""
    kind = draw.pick(*kinds.split())
    parameters = {"rope_type": kind, "rope_theta": draw.pick(50.0, 700.0, 10000.0, 1000000.0)}
    if kind in ("linear", "dynamic", "yarn", "llama3"):
        parameters["factor"] = draw.number_in(1, 9)
    if kind == "dynamic":
        limits["max_position_embeddings"] = draw.size(5, 15)
    if kind in ("yarn", "llama3", "longrope"):
        parameters["original_max_position_embeddings"] = draw.size(7, 33)
    if kind == "llama3":
        parameters |= {"low_freq_factor": draw.number_in(0.5, 2), "high_freq_factor": draw.number_in(2.5, 6)}
    if kind == "yarn":
        parameters |= yarn(draw)
    if kind == "longrope":
        for name in ("short_factor", "long_factor"):
            parameters[name] = [draw.number_in(1, 7) for _ in range(turned // 2)]
        if draw.chance(0.3):
            parameters["attention_factor"] = draw.number_in(0.8, 1.5)
        elif draw.chance(0.3):
            parameters["factor"] = draw.number_in(1, 9)
    return parameters


def yarn(draw: Draw) -> dict:
    parameters = {}
    if draw.chance(0.6):
        parameters |= {"beta_fast": draw.number_in(2, 40), "beta_slow": draw.number_in(0.5, 1.5)}
    if draw.chance(0.3):
        parameters["truncate"] = draw.chance(0.5)
    if draw.chance(0.3):
        parameters["attention_factor"] = draw.number_in(0.8, 1.5)
    elif draw.chance(0.4):
        parameters |= {"mscale": draw.number_in(0.3, 1.2), "mscale_all_dim": draw.number_in(0.3, 1.2)}
    return parameters


ALL_ROPES = "default linear dynamic yarn llama3 longrope"


def modernbert(draw: Draw) -> Drawn:
    architecture = "ModernBert" + draw.turn(ENCODER_HEADS)
    heads = draw.size(2, 5)
    settings = encoder(draw, "norm_eps", "hidden_activation") | labels(draw, architecture)
    settings |= {"num_attention_heads": heads, "hidden_size": width(draw, heads, even=True, low=4)}
    settings["num_hidden_layers"] = draw.pick(1, 2, 3, 4, 5)
    head_dim = settings["hidden_size"] // heads
    settings["local_attention"] = draw.pick(2, 3, 6, 7, 10, 128)
    for name in ("attention_bias", "mlp_bias", "norm_bias", "classifier_bias", "decoder_bias"):
        settings[name] = draw.chance(0.5)
    settings["tie_word_embeddings"] = draw.chance(0.6)
    settings["classifier_activation"] = draw.pick(*ACTIVATIONS)
    settings["classifier_pooling"] = draw.pick("cls", "mean")
    settings |= {name: 5 for name in ("bos_token_id", "eos_token_id", "cls_token_id", "sep_token_id")}
    old = {}
    if draw.chance(0.5):
        old["global_attn_every_n_layers"] = draw.pick(1, 2, 3)
        settings |= old
    else:
        settings["layer_types"] = layer_types(draw, settings["num_hidden_layers"])
    kinds = draw.pick("default", "default linear dynamic yarn llama3")
    settings["rope_parameters"] = {
        kind: rope(draw, head_dim, kinds, settings) for kind in ("full_attention", "sliding_attention")
    }
    return Drawn(architecture, "ModernBertConfig", settings, old)


def layer_types(draw: Draw, layers: int) -> list[str]:
    return [draw.pick("full_attention", "sliding_attention") for _ in range(layers)]


def gpt(draw: Draw) -> dict:
    heads = draw.size(2, 6)
    return {
        "vocab_size": draw.size(61, 130),
        "n_positions": draw.size(32, 60),
        "n_embd": width(draw, heads),
        "n_layer": draw.size(1, 4),
        "n_head": heads,
        "layer_norm_epsilon": draw.pick(*EPSILONS),
        "tie_word_embeddings": draw.chance(0.6),
    }


def openai_gpt(draw: Draw) -> Drawn:
    architecture = draw.turn(["OpenAIGPTModel", "OpenAIGPTLMHeadModel"])
    return Drawn(architecture, "OpenAIGPTConfig", gpt(draw) | {"afn": draw.pick("relu", "silu", "swish", "gelu")}, attention="eager")


def gpt2(draw: Draw) -> Drawn:
    settings = gpt(draw) | {
        "n_inner": draw.pick(None, draw.size(20, 90)),
        "activation_function": draw.pick(*ACTIVATIONS),
        "scale_attn_weights": draw.chance(0.7),
        "scale_attn_by_inverse_layer_idx": draw.chance(0.4),
        "reorder_and_upcast_attn": draw.chance(0.2),
    }
    return Drawn(draw.turn(["GPT2Model", "GPT2LMHeadModel"]), "GPT2Config", settings, attention="eager")


def gptj(draw: Draw) -> Drawn:
    settings = gpt(draw)
    settings["n_embd"] = width(draw, settings["n_head"], even=True, low=4, high=16)
    head_dim = settings["n_embd"] // settings["n_head"]
    settings |= {
        "rotary_dim": draw.random.randrange(2, head_dim + 1, 2),
        "n_inner": draw.pick(None, draw.size(20, 90)),
        "activation_function": draw.pick(*ACTIVATIONS),
    }
    return Drawn(draw.turn(["GPTJModel", "GPTJForCausalLM"]), "GPTJConfig", settings, attention="eager")


def gpt_neox(draw: Draw) -> Drawn:
    settings = encoder(draw)
    heads = settings["num_attention_heads"]
    settings["hidden_size"] = width(draw, heads, even=True, low=8, high=16)
    head_dim = settings["hidden_size"] // heads
    share = draw.pick(*[share for share in (0.25, 0.5, 0.75, 1.0) if head_dim * share >= 4 and head_dim * share % 2 == 0])
    settings["rope_parameters"] = rope(draw, int(head_dim * share), ALL_ROPES, settings)
    settings["rope_parameters"]["partial_rotary_factor"] = share
    settings["use_parallel_residual"] = draw.chance(0.5)
    settings["attention_bias"] = draw.chance(0.6)
    settings["tie_word_embeddings"] = draw.chance(0.4)
    return Drawn(draw.turn(["GPTNeoXModel", "GPTNeoXForCausalLM"]), "GPTNeoXConfig", settings)


def opt(draw: Draw) -> Drawn:
    heads = draw.size(2, 6)
    settings = {
        "vocab_size": draw.size(61, 130),
        "hidden_size": width(draw, heads),
        "ffn_dim": draw.size(20, 90),
        "num_hidden_layers": draw.size(1, 4),
        "num_attention_heads": heads,
        "max_position_embeddings": draw.size(32, 60),
        "do_layer_norm_before": draw.chance(0.6),
        "_remove_final_layer_norm": draw.chance(0.2),
        "enable_bias": draw.chance(0.7),
        "activation_function": draw.pick(*ACTIVATIONS),
        "tie_word_embeddings": draw.chance(0.6),
        "pad_token_id": draw.pick(0, 1, 3, 7),
    }
    if draw.chance(0.5):
        settings["word_embed_proj_dim"] = draw.size(5, 20)
    else:
        settings["word_embed_proj_dim"] = settings["hidden_size"]
    return Drawn(draw.turn(["OPTModel", "OPTForCausalLM"]), "OPTConfig", settings)


def bloom(draw: Draw) -> Drawn:
    heads = draw.size(2, 9)
    settings = {
        "vocab_size": draw.size(61, 130),
        "hidden_size": width(draw, heads),
        "n_layer": draw.size(1, 4),
        "n_head": heads,
        "layer_norm_epsilon": draw.pick(*EPSILONS),
        "tie_word_embeddings": draw.chance(0.6),
        "slow_but_exact": draw.chance(0.2),
    }
    return Drawn(draw.turn(["BloomModel", "BloomForCausalLM"]), "BloomConfig", settings, attention="eager")


def decoder(draw: Draw, head_dim: bool = True, defaults: int = 0) -> dict:
    """Shared heads of keys and values, from one for all to one each; defaults is a class's own number of them."""
    kv_heads = draw.pick(1, 2, 3, 5)
    heads = kv_heads * draw.pick(1, 2, 3, 4 if kv_heads < 3 else 2)
    if defaults and draw.chance(0.1):
        kv_heads, heads = defaults, 2 * defaults
    draw.used |= {kv_heads, heads}
    settings = {
        "vocab_size": draw.size(61, 130),
        "hidden_size": width(draw, heads, even=True, low=4, high=14 if heads < 5 else 8),
        "intermediate_size": draw.size(20, 90),
        "num_hidden_layers": draw.size(1, 4),
        "num_attention_heads": heads,
        "num_key_value_heads": kv_heads,
        "max_position_embeddings": draw.size(32, 60),
        "rms_norm_eps": draw.pick(*EPSILONS),
        "pad_token_id": draw.pick(None, 0, 3),
        "tie_word_embeddings": draw.chance(0.5),
    }
    if head_dim:
        settings["head_dim"] = draw.size(4, 18, 2)
    return settings


def head_dim(settings: dict) -> int:
    return settings.get("head_dim") or settings["hidden_size"] // settings["num_attention_heads"]


def llama(draw: Draw, name: str = "Llama", head_dims: float = 0.5, ropes: str = ALL_ROPES, defaults: int = 0, **more) -> Drawn:
    settings = decoder(draw, draw.chance(head_dims), defaults) | {"hidden_act": draw.pick(*ACTIVATIONS)} | more
    settings["rope_parameters"] = rope(draw, head_dim(settings), ropes, settings)
    return Drawn(name + draw.turn(["Model", "ForCausalLM"]), name + "Config", settings)


def llama_family(draw: Draw) -> Drawn:
    return llama(draw, attention_bias=draw.chance(0.5), mlp_bias=draw.chance(0.5))


def mistral(draw: Draw) -> Drawn:
    return llama(draw, "Mistral", defaults=8, sliding_window=draw.pick(None, 1, 2, 4, 7, 30))


def mixtral(draw: Draw) -> Drawn:
    """Where it has no head_dim, transformers stops at some scalings."""
    experts = draw.pick(2, 3, 5, 8)
    own = draw.chance(0.6)
    return llama(
        draw,
        "Mixtral",
        head_dims=own,
        ropes=ALL_ROPES if own else "default linear llama3",
        defaults=8,
        sliding_window=draw.pick(None, 2, 4, 30),
        num_local_experts=experts,
        num_experts_per_tok=draw.random.randint(1, experts),
        output_router_logits=draw.chance(0.3),
    )


def qwen_window(draw: Draw, settings: dict) -> dict:
    old = {"max_window_layers": draw.pick(0, 1, 2, 28)}
    settings |= {"use_sliding_window": draw.chance(0.6), "sliding_window": draw.pick(1, 3, 6), **old}
    if settings["use_sliding_window"] and draw.chance(0.4):
        settings["layer_types"] = layer_types(draw, settings["num_hidden_layers"])
        return {}
    return old


def qwen2(draw: Draw) -> Drawn:
    drawn = llama(draw, "Qwen2", head_dims=0)
    drawn.old = qwen_window(draw, drawn.settings)
    return drawn


def qwen3(draw: Draw) -> Drawn:
    drawn = llama(draw, "Qwen3", head_dims=1, attention_bias=draw.chance(0.5))
    if draw.chance(0.1):
        drawn.settings |= {"head_dim": 128, "rope_parameters": {"rope_type": "default", "rope_theta": 700.0}}
    drawn.old = qwen_window(draw, drawn.settings)
    return drawn


def phi3(draw: Draw) -> Drawn:
    settings = decoder(draw, False) | {"hidden_act": draw.pick(*ACTIVATIONS)}
    size = head_dim(settings)
    share = draw.pick(*[share for share in (0.5, 0.75, 1.0) if size * share >= 4 and size * share % 2 == 0])
    settings["original_max_position_embeddings"] = draw.size(5, 25)
    settings["sliding_window"] = draw.pick(None, 2, 6, 30)
    settings["pad_token_id"] = draw.pick(0, 3)
    settings["rope_parameters"] = rope(draw, int(size * share), "default longrope longrope", settings)
    settings["rope_parameters"] |= {"partial_rotary_factor": share}
    settings["rope_parameters"].pop("original_max_position_embeddings", None)
    return Drawn("Phi3" + draw.turn(["Model", "ForCausalLM"]), "Phi3Config", settings)


def deepseek_v2(draw: Draw) -> Drawn:
    """Odd sizes beside the turned values stop transformers in float32."""
    settings = decoder(draw, False)
    heads = settings["num_attention_heads"]
    groups = draw.pick(1, 2, 3)
    experts = groups * draw.pick(2, 3)
    settings |= {
        "num_key_value_heads": heads,
        "hidden_act": draw.pick("silu", "gelu", "relu"),
        "moe_intermediate_size": draw.size(5, 30),
        "first_k_dense_replace": draw.random.randint(0, settings["num_hidden_layers"]),
        "q_lora_rank": draw.pick(None, draw.size(5, 20)),
        "kv_lora_rank": draw.size(6, 20, 2),
        "qk_nope_head_dim": draw.size(4, 12, 2),
        "qk_rope_head_dim": draw.size(4, 12, 2),
        "v_head_dim": draw.size(3, 12),
        "n_routed_experts": experts,
        "n_shared_experts": draw.pick(1, 2, 3),
        "routed_scaling_factor": draw.pick(1.0, 2.5),
        "attention_bias": draw.chance(0.4),
        "mlp_bias": draw.chance(0.4),
    }
    if draw.chance(0.5):
        settings |= {"topk_method": "group_limited_greedy", "n_group": groups}
        settings["topk_group"] = draw.random.randint(1, groups)
        experts = experts // groups * settings["topk_group"]
    settings["num_experts_per_tok"] = draw.random.randint(1, min(experts, 4))
    settings["rope_parameters"] = rope(draw, settings["qk_rope_head_dim"], ALL_ROPES, settings)
    return Drawn("DeepseekV2" + draw.turn(["Model", "ForCausalLM"]), "DeepseekV2Config", settings)


def gemma(draw: Draw, name: str = "Gemma", activation: str = "hidden_act") -> Drawn:
    settings = decoder(draw) | {"attention_bias": draw.chance(0.5), "pad_token_id": draw.pick(0, 3)}
    own = [name for name in ACTIVATIONS if name != "gelu"] if activation == "hidden_act" else ACTIVATIONS
    settings[activation] = draw.pick(*own)
    settings["rope_parameters"] = rope(draw, settings["head_dim"], ALL_ROPES, settings)
    return Drawn(name + draw.turn(["Model", "ForCausalLM"]), name + "Config", settings)


def gemma2(draw: Draw) -> Drawn:
    drawn = gemma(draw, "Gemma2", "hidden_activation")
    drawn.attention = "eager"
    drawn.settings |= {
        "sliding_window": draw.pick(1, 3, 6, 30),
        "query_pre_attn_scalar": draw.pick(5, 16, 40),
        "attn_logit_softcapping": draw.pick(None, 2.0, 50.0),
        "final_logit_softcapping": draw.pick(None, 3.0, 30.0),
    }
    if draw.chance(0.5):
        drawn.settings["layer_types"] = layer_types(draw, drawn.settings["num_hidden_layers"])
    return drawn


def gemma3(draw: Draw) -> Drawn:
    drawn = gemma(draw, "Gemma3", "hidden_activation")
    settings = drawn.settings
    settings |= {
        "num_hidden_layers": draw.pick(1, 2, 3, 4, 7),
        "sliding_window": draw.pick(1, 3, 6, 30),
        "query_pre_attn_scalar": draw.pick(5, 16, 40),
        "final_logit_softcapping": draw.pick(None, None, 3.0),
    }
    settings["rope_parameters"] = {
        "full_attention": rope(draw, settings["head_dim"], draw.pick("default", "linear", ALL_ROPES), settings),
        "sliding_attention": rope(draw, settings["head_dim"], "default", settings),
    }
    if draw.chance(0.4):
        settings["layer_types"] = layer_types(draw, settings["num_hidden_layers"])
    else:
        drawn.old = {"sliding_window_pattern": draw.pick(2, 3, 6)}
        settings |= drawn.old
    name = drawn.architecture.replace("Gemma3Model", "Gemma3TextModel")
    return Drawn(name, "Gemma3TextConfig", settings, drawn.old)


def sequence_to_sequence(draw: Draw) -> dict:
    head_dim, encoder_heads = draw.size(3, 5), draw.size(2, 4)
    hidden = head_dim * encoder_heads * draw.pick(1, 2)
    draw.used.add(hidden)
    return {
        "vocab_size": draw.size(61, 130),
        "d_model": hidden,
        "max_position_embeddings": draw.size(32, 60),
        "encoder_layers": draw.size(1, 4),
        "decoder_layers": draw.size(1, 4),
        "encoder_attention_heads": encoder_heads,
        "decoder_attention_heads": draw.pick(*[heads for heads in range(1, 9) if hidden % heads == 0]),
        "encoder_ffn_dim": draw.size(20, 90),
        "decoder_ffn_dim": draw.size(20, 90),
        "activation_function": draw.pick(*ACTIVATIONS),
        "scale_embedding": draw.chance(0.5),
        "pad_token_id": draw.pick(0, 1, 3),
        "bos_token_id": 4,
        "eos_token_id": draw.pick(2, 5),
        "decoder_start_token_id": draw.pick(2, 6),
        "forced_eos_token_id": None,
    }


def bart(draw: Draw, name: str = "Bart") -> Drawn:
    architecture = name + draw.turn(["Model", "ForConditionalGeneration", "ForSequenceClassification"])
    settings = sequence_to_sequence(draw) | labels(draw, architecture)
    if settings.get("num_labels") == 2:  # of which transformers writes nothing, and reads nothing as 3
        settings["num_labels"] = 4
    return Drawn(architecture, name + "Config", settings)


def mbart(draw: Draw) -> Drawn:
    return bart(draw, "MBart")


def pegasus(draw: Draw) -> Drawn:
    architecture = "Pegasus" + draw.turn(["Model", "ForConditionalGeneration"])
    return Drawn(architecture, "PegasusConfig", sequence_to_sequence(draw))


def marian(draw: Draw) -> Drawn:
    settings = sequence_to_sequence(draw)
    if draw.chance(0.5):
        settings |= {"share_encoder_decoder_embeddings": False, "decoder_vocab_size": draw.size(40, 60)}
        settings["tie_word_embeddings"] = draw.chance(0.5)
    else:
        settings["decoder_vocab_size"] = settings["vocab_size"]
    return Drawn(draw.turn(["MarianModel", "MarianMTModel"]), "MarianConfig", settings)


def t5(draw: Draw, name: str = "T5") -> Drawn:
    buckets = draw.pick(4, 8, 10, 32)
    settings = {
        "vocab_size": draw.size(61, 130),
        "d_model": draw.size(12, 50),
        "d_kv": draw.size(3, 9),
        "d_ff": draw.size(20, 90),
        "num_layers": draw.size(1, 4),
        "num_decoder_layers": draw.size(1, 4),
        "num_heads": draw.size(2, 6),
        "relative_attention_num_buckets": buckets,
        "relative_attention_max_distance": buckets // 2 + draw.pick(2, 5, 20, 112),
        "layer_norm_epsilon": draw.pick(*EPSILONS),
        "feed_forward_proj": draw.pick("relu", "gelu", "gelu_new", "silu", "gated-gelu", "gated-relu", "gated-silu"),
        "tie_word_embeddings": draw.chance(0.5),
        "pad_token_id": draw.pick(0, 1, 3),
        "decoder_start_token_id": draw.pick(0, 2),
    }
    architecture = name + draw.turn(["Model", "ForConditionalGeneration", "EncoderModel", "ForConditionalGeneration"])
    if "Encoder" in architecture:
        settings["is_encoder_decoder"] = False
    return Drawn(architecture, name + "Config", settings, attention="eager")


def mt5(draw: Draw) -> Drawn:
    return t5(draw, "MT5")


def xlnet(draw: Draw) -> Drawn:
    architecture = "XLNet" + draw.turn(["Model", "LMHeadModel", "ForSequenceClassification"])
    heads = draw.size(2, 6)
    settings = {
        "vocab_size": draw.size(61, 130),
        "d_model": width(draw, heads, even=True, low=4, high=10),
        "n_layer": draw.size(1, 4),
        "n_head": heads,
        "d_inner": draw.size(20, 90),
        "ff_activation": draw.pick(*ACTIVATIONS),
        "layer_norm_eps": draw.pick(*EPSILONS),
        "clamp_len": draw.pick(-1, 3, 8),
        "tie_word_embeddings": draw.chance(0.6),
        "pad_token_id": draw.pick(0, 5),
    }
    if "Sequence" in architecture:
        settings["summary_type"] = draw.pick("last", "first")
        settings["summary_activation"] = draw.pick("tanh", "relu")
    return Drawn(architecture, "XLNetConfig", settings | labels(draw, architecture), attention="eager")


FAMILIES = {
    "albert": albert,
    "bart": bart,
    "bert": bert,
    "bloom": bloom,
    "deberta-v2": deberta_v2,
    "deepseek_v2": deepseek_v2,
    "distilbert": distilbert,
    "electra": electra,
    "gemma": gemma,
    "gemma2": gemma2,
    "gemma3_text": gemma3,
    "openai-gpt": openai_gpt,
    "gpt2": gpt2,
    "gptj": gptj,
    "gpt_neox": gpt_neox,
    "llama": llama_family,
    "marian": marian,
    "mbart": mbart,
    "mistral": mistral,
    "mixtral": mixtral,
    "modernbert": modernbert,
    "mpnet": mpnet,
    "mt5": mt5,
    "opt": opt,
    "pegasus": pegasus,
    "phi3": phi3,
    "qwen2": qwen2,
    "qwen3": qwen3,
    "roberta": roberta,
    "t5": t5,
    "xlm-roberta": xlm_roberta,
    "xlnet": xlnet,
}

SEQUENCES, TOKENS, SPANS = "ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering"
TASKS = {
    "bart": ("Bart", SPANS),
    "bloom": ("Bloom", SEQUENCES, TOKENS, SPANS),
    "deepseek_v2": ("DeepseekV2", SEQUENCES),
    "gemma": ("Gemma", SEQUENCES, TOKENS),
    "gemma2": ("Gemma2", SEQUENCES, TOKENS),
    "gemma3_text": ("Gemma3Text", SEQUENCES),
    "openai-gpt": ("OpenAIGPT", SEQUENCES),
    "gpt2": ("GPT2", SEQUENCES, TOKENS, SPANS),
    "gptj": ("GPTJ", SEQUENCES, SPANS),
    "gpt_neox": ("GPTNeoX", SEQUENCES, TOKENS, SPANS),
    "llama": ("Llama", SEQUENCES, TOKENS, SPANS),
    "mbart": ("MBart", SPANS),
    "mistral": ("Mistral", SEQUENCES, TOKENS, SPANS),
    "mixtral": ("Mixtral", SEQUENCES, TOKENS, SPANS),
    "mt5": ("MT5", SEQUENCES, TOKENS, SPANS),
    "opt": ("OPT", SEQUENCES, SPANS),
    "phi3": ("Phi3", SEQUENCES, TOKENS),
    "qwen2": ("Qwen2", SEQUENCES, TOKENS, SPANS),
    "qwen3": ("Qwen3", SEQUENCES, TOKENS, SPANS),
    "t5": ("T5", SEQUENCES, TOKENS, SPANS),
    "xlnet": ("XLNet", TOKENS, "ForQuestionAnsweringSimple", "ForMultipleChoice"),
}


def draw_model(family: str, draw: Draw) -> Drawn:
    """Of the families whose models write, two of five draws are for another task; classifiers of rows need a token for padding."""
    drawn = FAMILIES[family](draw)
    if family not in TASKS or draw.number % 5 < 3:
        return drawn
    name, *tasks = TASKS[family]
    drawn.architecture = name + tasks[(draw.number // 5 * 2 + draw.number % 5 - 3) % len(tasks)]
    drawn.settings.pop("num_labels", None)
    drawn.settings |= labels(draw, drawn.architecture)
    if drawn.settings.get("pad_token_id") is None and SEQUENCES in drawn.architecture:
        drawn.settings["pad_token_id"] = draw.pick(0, 3)
    if family in ("t5", "mt5"):
        drawn.settings.pop("is_encoder_decoder", None)
        drawn.settings |= {"eos_token_id": 5, "pad_token_id": draw.pick(0, 1, 3)}
    return drawn
