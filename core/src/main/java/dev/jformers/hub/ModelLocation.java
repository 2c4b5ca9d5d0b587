package dev.jformers.hub;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a model is. Whatever takes the folder of a model takes the text of one of these. */
public sealed interface ModelLocation permits LocalModel, HubModel {

    /**
     * Understands what a person wrote: the path of a folder, or {@code hf:organisation/name[@revision]}.
     *
     * @throws InvalidInputException if it is neither
     */
    static ModelLocation of(String text) {
        if (HubModel.isName(text)) {
            return HubModel.parse(text);
        }
        try {
            return new LocalModel(Path.of(text));
        } catch (InvalidPathException e) {
            throw new InvalidInputException(
                    "\"" + text + "\" is no path (" + e.getReason() + "); give a model folder or " + HubModel.FORM
                            + ".",
                    e);
        }
    }

    /**
     * The folder that holds the model; it is downloaded first where it has to be, with the settings of the environment. Its
     * files are shared with other programs: only read them.
     *
     * @throws InvalidInputException if there is no such model, or one may not see it
     * @throws IOException if it cannot be downloaded or written
     */
    Path folder(DownloadListener listener) throws IOException;

    /** The folder that holds the model, without a word on the way. */
    default Path folder() throws IOException {
        return folder(DownloadListener.SILENT);
    }
}
