package dev.jformers.training.progress;

import dev.jformers.training.metrics.Figures;

/** Which stage a run is in; counted from 0. */
record StageHead(String name, int index, int stages) {
    static final StageHead NONE = new StageHead("", 0, 1);

    /** {@code [2/3] fine-tune}; the name alone where there is one stage. */
    String title() {
        String plain = Figures.oneLine(name);
        return stages > 1 ? "[" + (index + 1) + "/" + stages + "] " + plain : plain;
    }
}
