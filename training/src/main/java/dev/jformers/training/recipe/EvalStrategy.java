package dev.jformers.training.recipe;

import org.jspecify.annotations.Nullable;

/** When a train stage measures its model on the validation data. */
public enum EvalStrategy {
    /** Never. */
    NO {
        @Override
        public boolean isDue(long step, Schedule schedule) {
            return false;
        }
    },
    /** Every {@code eval_steps} optimizer steps. */
    STEPS {
        @Override
        public boolean isDue(long step, Schedule schedule) {
            return schedule.evalSteps() != null && step % schedule.evalSteps() == 0;
        }
    },
    /** At the end of each pass over the training data, and at the end of the stage. */
    EPOCH {
        @Override
        public boolean isDue(long step, Schedule schedule) {
            return step == schedule.totalSteps() || step % schedule.stepsPerEpoch() == 0;
        }
    };

    /** Says whether to evaluate after so many optimizer steps. */
    public abstract boolean isDue(long step, Schedule schedule);

    /**
     * The steps of a stage.
     *
     * @param evalSteps optimizer steps between evaluations; null where the recipe gives none
     * @param stepsPerEpoch optimizer steps of a pass over the training data
     * @param totalSteps optimizer steps of the stage
     */
    public record Schedule(@Nullable Integer evalSteps, long stepsPerEpoch, long totalSteps) {}
}
