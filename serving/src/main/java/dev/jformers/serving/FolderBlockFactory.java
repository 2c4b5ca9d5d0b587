package dev.jformers.serving;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import dev.jformers.PretrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Builds the block of a Hugging Face folder for DJL's {@code Criteria}, with its weights. Needs the option {@code
 * hasParameter=false}, for DJL looks for weights in its own format otherwise. The weights are freed with DJL's model.
 */
public final class FolderBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1;

    /**
     * @throws dev.jformers.InvalidInputException if a file is missing or breaks a rule
     */
    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
        NDManager manager = model.getNDManager();
        PretrainedModel loaded = PretrainedModel.load(modelPath, manager.getDevice());
        manager.attachInternal(NDManager.nextUid(), loaded);
        return loaded.block();
    }
}
