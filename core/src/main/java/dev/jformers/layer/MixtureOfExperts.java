package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import dev.jformers.torch.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several gated networks of which each token runs through a few (Shazeer et al. 2017; Jiang et al. 2024: Mixtral).
 *
 * @param experts how many networks
 * @param intermediateSize size between an expert's linear maps, which have no biases
 * @param activation of the gates
 * @param router chooses a token's experts
 * @param shared a network that every token runs through besides (DeepSeek-AI 2024, section 2.2.1); null for none
 */
public record MixtureOfExperts(
        int experts,
        long intermediateSize,
        Activation activation,
        Router router,
        @Nullable Gated shared) implements FeedForward {

    @Override
    public FeedForwardBlock newBlock(long hidden) {
        return new MixtureOfExpertsBlock(hidden, this);
    }

    @Override
    public MixtureOfExperts withDropout(double rate) {
        return new MixtureOfExperts(
                experts, intermediateSize, activation, router, shared == null ? null : shared.withDropout(rate));
    }

    @Override
    public double balance() {
        return router.balance();
    }

    private static final class MixtureOfExpertsBlock extends FeedForwardBlock {

        private final MixtureOfExperts config;
        private final long hidden;
        private final Linear router;
        private final List<Expert> experts = new ArrayList<>();
        private final @Nullable FeedForwardBlock shared;

        MixtureOfExpertsBlock(long hidden, MixtureOfExperts config) {
            this.config = config;
            this.hidden = hidden;
            this.router = addChildBlock("router", new Linear(hidden, config.experts(), false));
            for (int i = 0; i < config.experts(); i++) {
                experts.add(addChildBlock("expert" + i, new Expert(hidden, config.intermediateSize())));
            }
            this.shared = config.shared() == null
                    ? null
                    : addChildBlock("shared", config.shared().newBlock(hidden));
        }

        @Override
        public NDArray apply(Pass pass, NDArray x) {
            NDArray tokens = x.reshape(-1, hidden);
            NDArray logits = router.apply(pass, tokens);
            if (pass.routing() != null) {
                pass.routing().add(config.router(), logits);
            }
            NDArray mixed = mixed(pass, tokens, config.router().choose(logits)).reshape(x.getShape());
            return shared == null ? mixed : mixed.add(shared.apply(pass, x));
        }

        private NDArray mixed(Pass pass, NDArray tokens, Router.Choice choice) {
            Operators.Groups groups = Operators.group(choice.experts(), config.experts());
            NDArray sorted = Operators.rows(tokens, groups.rows());
            NDArray gates = Operators.groupedLinear(sorted, groups.counts(), weights(pass, Expert::gate));
            NDArray ups = Operators.groupedLinear(sorted, groups.counts(), weights(pass, Expert::up));
            NDArray gated = config.activation().apply(gates).mul(ups);
            NDArray downs = Operators.groupedLinear(gated, groups.counts(), weights(pass, Expert::down));
            // [tokens * chosen, hidden] -> [tokens, chosen, hidden]
            NDArray results = Operators.rows(downs, groups.places())
                    .reshape(-1, config.router().chosen(), hidden);
            return results.mul(choice.weights().expandDims(2)).sum(new int[] {1});
        }

        private List<NDArray> weights(Pass pass, Function<Expert, Linear> part) {
            return experts.stream()
                    .map(expert -> part.apply(expert).weight(pass))
                    .toList();
        }
    }

    /** The linear maps of one expert; all experts compute together. */
    private static final class Expert extends TypedBlock {

        private final Linear gate;
        private final Linear up;
        private final Linear down;

        Expert(long hidden, long intermediate) {
            this.gate = addChildBlock("gate", new Linear(hidden, intermediate, false));
            this.up = addChildBlock("up", new Linear(hidden, intermediate, false));
            this.down = addChildBlock("down", new Linear(intermediate, hidden, false));
        }

        Linear gate() {
            return gate;
        }

        Linear up() {
            return up;
        }

        Linear down() {
            return down;
        }
    }
}
