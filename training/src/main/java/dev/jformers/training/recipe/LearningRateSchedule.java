package dev.jformers.training.recipe;

/** How the learning rate goes on after its linear warm-up; the formulas are those of Hugging Face's schedules. */
public enum LearningRateSchedule {
    /** Falls in a line to 0 at the last step. */
    LINEAR {
        @Override
        double decay(long step, long warmup, long total) {
            return Math.max(0, (double) (total - step) / Math.max(1, total - warmup));
        }
    },
    /** Falls along half a cosine wave to 0 at the last step. */
    COSINE {
        @Override
        double decay(long step, long warmup, long total) {
            double progress = (double) (step - warmup) / Math.max(1, total - warmup);
            return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
        }
    },
    /** Stays. */
    CONSTANT {
        @Override
        double decay(long step, long warmup, long total) {
            return 1;
        }
    },
    /** Falls with the inverse square root of the step. */
    INVERSE_SQRT {
        @Override
        double decay(long step, long warmup, long total) {
            long timescale = warmup == 0 ? TIMESCALE_WITHOUT_WARMUP : warmup;
            return 1 / Math.sqrt((double) (step + timescale - warmup) / timescale);
        }
    };

    private static final long TIMESCALE_WITHOUT_WARMUP = 10_000;

    /**
     * What the highest learning rate is multiplied by.
     *
     * @param step optimizer steps done before this one
     * @param warmup optimizer steps over which it rises from 0
     * @param total optimizer steps in all
     */
    public final double factor(long step, long warmup, long total) {
        return step < warmup ? (double) step / warmup : decay(step, warmup, total);
    }

    abstract double decay(long step, long warmup, long total);
}
