package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.tokenizer.SpecialTokens;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.io.IOException;
import java.util.List;

/** Masked language modelling, as BERT does it. */
@Choice(value = "masked_lm", meaning = "Masked language modelling: guess the tokens that were hidden, as BERT does.")
public record MaskedLm(
        @Setting(value = "The share of tokens to guess.", byDefault = "0.15")
        @DecimalMin(value = "0", inclusive = false, message = "must be greater than 0 and less than 1; BERT uses 0.15")
        @DecimalMax(value = "1", inclusive = false, message = "must be greater than 0 and less than 1; BERT uses 0.15")
        double mlmProbability,

        @Setting(value = "The share of those that become the mask token.", byDefault = "0.8")
        @DecimalMin(value = "0", message = "must be from 0 to 1")
        @DecimalMax(value = "1", message = "must be from 0 to 1")
        double maskTokenShare,

        @Setting(
                value = "The share of those that become a random token; what is left of them stays as it is.",
                byDefault = "0.1")
        @DecimalMin(value = "0", message = "must be from 0 to 1")
        @DecimalMax(value = "1", message = "must be from 0 to 1")
        double randomTokenShare)
        implements Objective {

    @Override
    public void check(KeyProblems problems) {
        if (maskTokenShare + randomTokenShare > 1 && problems.read("mask_token_share")) {
            String rule = "must be at most 1 - mask_token_share (" + maskTokenShare + ")";
            problems.add("random_token_share", "is " + randomTokenShare + " but " + rule);
        }
    }

    @Override
    public void checkModel(ModelDescription model) {
        model.forMaskedLanguageModeling();
    }

    @Override
    public Task newTask(HuggingFaceFolder model, Dataset training) throws IOException {
        int padId = Math.toIntExact(ModelDescription.of(model).transformer().paddingId());
        return new MaskedLmTask(this, SpecialTokens.read(model.path()), padId);
    }

    @Override
    public List<String> metrics() {
        return TokenMeasure.METRICS;
    }
}
