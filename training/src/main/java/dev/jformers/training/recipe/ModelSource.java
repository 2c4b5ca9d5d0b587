package dev.jformers.training.recipe;

/** The model as it is before the first stage; stages call it {@code initial}. */
public sealed interface ModelSource permits PretrainedFolder, NewModel {}
