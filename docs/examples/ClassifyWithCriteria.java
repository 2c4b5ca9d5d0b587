import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Classifies texts with a model that jformers exported, through DJL's Criteria: the export itself says how it is loaded. Run it with the class path of jformers-serving:
 *
 * <pre>java -cp CLASS_PATH docs/examples/ClassifyWithCriteria.java EXPORT "a text" "another text"</pre>
 */
class ClassifyWithCriteria {

    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println("usage: ClassifyWithCriteria EXPORT TEXT...");
            System.exit(2);
        }
        List<String> texts = Arrays.asList(args).subList(1, args.length);
        Criteria<String, Classifications> criteria = Criteria.builder()
                .setTypes(String.class, Classifications.class)
                .optModelPath(Path.of(args[0]))
                // The export's serving.properties names the translator.
                .optTranslatorFactory(new DeferredTranslatorFactory())
                .build();
        try (ZooModel<String, Classifications> model = criteria.loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            List<Classifications> answers = predictor.batchPredict(texts);
            for (int i = 0; i < texts.size(); i++) {
                Classifications.Classification best = answers.get(i).best();
                System.out.printf(
                        Locale.ROOT, "%-14s %.4f  %s%n", best.getClassName(), best.getProbability(), texts.get(i));
            }
        }
    }
}
