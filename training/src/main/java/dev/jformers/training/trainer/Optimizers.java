package dev.jformers.training.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.TypedBlock;
import dev.jformers.model.ParameterPaths;
import dev.jformers.torch.AdamW;
import dev.jformers.training.recipe.TrainStage;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the optimizer of a model; its state goes by the names of the model's tensors. */
final class Optimizers {

    private Optimizers() {}

    static AdamW of(PretrainedModel model, TrainStage stage) {
        return of(
                model,
                new AdamW.Settings(
                        stage.adamBeta1(),
                        stage.adamBeta2(),
                        stage.adamEpsilon(),
                        stage.weightDecay(),
                        stage.maxGradNorm()));
    }

    /** Weight decay spares biases and norms. */
    static AdamW of(PretrainedModel model, AdamW.Settings settings) {
        Map<String, NDArray> decayed = new LinkedHashMap<>();
        Map<String, NDArray> spared = new LinkedHashMap<>();
        Map<String, Parameter> parameters = ParameterPaths.of(model.block());
        parameters.values().removeIf(parameter -> !TypedBlock.isLearned(parameter));
        parameters.forEach((path, parameter) -> {
            Map<String, NDArray> group = parameter.getType() == Parameter.Type.WEIGHT ? decayed : spared;
            group.put(path, parameter.getArray());
        });
        return new AdamW(model.manager(), decayed, spared, settings);
    }
}
