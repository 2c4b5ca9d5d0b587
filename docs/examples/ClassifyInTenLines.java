import dev.jformers.serving.TextClassifier;
import java.nio.file.Path;

class ClassifyInTenLines {
    public static void main(String[] args) throws Exception {
        try (TextClassifier classifier = TextClassifier.load(Path.of(args[0]))) {
            System.out.println(classifier.classify(args[1]).best());
        }
    }
}
