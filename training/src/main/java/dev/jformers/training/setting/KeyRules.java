package dev.jformers.training.setting;

/** Settings with rules that hold between their keys, beyond the rules of each value alone. */
public interface KeyRules {

    /** Reports each rule that the settings break. */
    void check(KeyProblems problems);
}
