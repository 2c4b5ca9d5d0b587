package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.model.ShiftRight;
import dev.jformers.tokenizer.ByteTokenizer;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How texts become the examples of language models, with a token a byte. */
class EncodingTest {

    private static final int END = 256;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeTokenizer() throws IOException {
        HuggingFaceFolderWriter files = new HuggingFaceFolderWriter(new JsonObject(), new SafetensorsWriter());
        new ByteTokenizer(0).addTo(files, 128);
        model = folder.resolve("model");
        files.write(model);
    }

    @Test
    void packedTextsFollowEachOtherWithTheirEndsAndLoseNothing() throws Exception {
        Dataset data = texts("abc\nde\nfghijkl\n");
        EncodedData encoded = new TextRows(Packing.CONTINUOUS, END).of(data, model, 5);
        assertRows(encoded, new int[] {'a', 'b', 'c', END, 'd'}, new int[] {'e', END, 'f', 'g', 'h'}, new int[] {
            'i', 'j', 'k', 'l', END
        });
        assertEquals(0, encoded.truncated());
    }

    @Test
    void aTokenThatIsLeftAloneIsDroppedForItPredictsNothing() throws Exception {
        EncodedData encoded = new TextRows(Packing.SEPARATE, END).of(texts("abc\nd\n"), model, 5);
        assertRows(encoded, new int[] {'a', 'b', 'c', END, 'd'});
    }

    @Test
    void textsThatAreNotPackedEndWhereTheyFit() throws Exception {
        EncodedData encoded = new TextRows(Packing.NONE, END).of(texts("abc\nabcde\n"), model, 4);
        assertRows(encoded, new int[] {'a', 'b', 'c', END}, new int[] {'a', 'b', 'c', 'd'});
        assertEquals(1, encoded.truncated());
    }

    @Test
    void aPrefixTooLongLosesItsBeginningAndLeavesHalfOfTheRowToTheTarget() throws Exception {
        Dataset data = pairs("text\ttarget\nabcdefgh\tuvwxyz\nab\tuvwxyz\nabcdefgh\tu\n");
        EncodedData encoded = new PrefixLmTask(Packing.NONE, END, END).encode(data, model, 6);
        assertRows(encoded, new int[] {'f', 'g', 'h'}, new int[] {'a', 'b'}, new int[] {'e', 'f', 'g', 'h'});
        assertTargets(encoded, new int[] {'u', 'v', 'w'}, new int[] {'u', 'v', 'w', 'x'}, new int[] {'u', END});
        assertEquals(3, encoded.truncated());
    }

    @Test
    void targetsEndAlsoWhereTheyAreCutOff() throws Exception {
        Dataset data = pairs("text\ttarget\nabcdefgh\tuvwxyz\nab\tuv\n");
        DecoderTargets targets = new DecoderTargets(new ShiftRight.FromStart(0, 0), END);
        EncodedData encoded = new SequenceToSequenceTask(targets, 0, 4).encode(data, model, 6);
        assertRows(encoded, new int[] {'a', 'b', 'c', 'd', 'e', 'f'}, new int[] {'a', 'b'});
        assertTargets(encoded, new int[] {'u', 'v', 'w', END}, new int[] {'u', 'v', END});
        assertEquals(1, encoded.truncated());
    }

    private Dataset texts(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("texts.txt"), lines);
        return Dataset.read(new DataConfig(file, null, null, "text", null, null, null, null));
    }

    private Dataset pairs(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("pairs.tsv"), lines);
        return Dataset.read(new DataConfig(file, null, null, "text", null, "target", null, null));
    }

    private static void assertRows(EncodedData data, int[]... rows) {
        List<EncodedExample> examples = data.examples();
        assertEquals(rows.length, examples.size());
        for (int i = 0; i < rows.length; i++) {
            assertArrayEquals(rows[i], examples.get(i).text().ids(), "row " + i);
        }
    }

    private static void assertTargets(EncodedData data, int[]... targets) {
        for (int i = 0; i < targets.length; i++) {
            assertArrayEquals(targets[i], data.examples().get(i).target(), "target " + i);
        }
    }
}
