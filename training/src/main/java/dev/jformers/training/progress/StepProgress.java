package dev.jformers.training.progress;

import java.time.Duration;

/**
 * Where training stands after an optimizer step.
 *
 * @param step optimizer steps done
 * @param totalSteps optimizer steps of the stage
 * @param epoch passes over the training data done, with its fraction
 * @param loss mean training loss since the last log entry
 * @param learningRate the learning rate of this step
 * @param tokensPerSecond real tokens (no padding) a second, over the last steps
 * @param timeLeft an estimate for the rest of the stage
 */
public record StepProgress(
        long step,
        long totalSteps,
        double epoch,
        double loss,
        double learningRate,
        double tokensPerSecond,
        Duration timeLeft) {}
