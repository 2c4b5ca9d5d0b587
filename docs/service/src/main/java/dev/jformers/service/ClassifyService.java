package dev.jformers.service;

import ai.djl.modality.Classifications;
import ai.djl.modality.Classifications.Classification;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.jformers.InvalidInputException;
import dev.jformers.serving.TextClassifier;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A classifier behind HTTP: {@code POST /classify} and {@code GET /health}. */
public final class ClassifyService implements AutoCloseable {

    private static final int MAX_TEXTS = 1000;

    private static final Gson GSON = new Gson();

    private final TextClassifier classifier;

    private final Javalin server;

    private ClassifyService(TextClassifier classifier) {
        this.classifier = classifier;
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get("/health", context -> answer(context, Map.of("status", "up")));
            config.routes.post("/classify", this::classify);
            config.routes.exception(InvalidInputException.class, (e, context) -> {
                context.status(400);
                answer(context, Map.of("error", String.valueOf(e.getMessage())));
            });
        });
    }

    /**
     * @param model the folder of a classifier
     * @param port 0 takes a free one
     */
    public static ClassifyService start(Path model, int port) throws IOException {
        ClassifyService service = new ClassifyService(TextClassifier.load(model));
        service.server.start(port);
        return service;
    }

    public int port() {
        return server.port();
    }

    private void classify(Context context) {
        List<String> texts = request(context).texts();
        if (texts == null || texts.size() > MAX_TEXTS) {
            throw new BadRequestResponse("expected {\"texts\": [...]} with at most " + MAX_TEXTS + " texts");
        }
        answer(
                context,
                Map.of(
                        "results",
                        classifier.classify(texts).stream()
                                .map(ClassifyService::probabilities)
                                .toList()));
    }

    private static Request request(Context context) {
        try {
            Request request = GSON.fromJson(context.body(), Request.class);
            return request == null ? new Request(null) : request;
        } catch (JsonParseException e) {
            throw new BadRequestResponse("the body is not JSON as expected: " + e.getMessage());
        }
    }

    /** Labels by probability, the most likely first. */
    private static Result probabilities(Classifications answer) {
        List<Classification> sorted = answer.topK(answer.getClassNames().size());
        Map<String, Double> probabilities = new LinkedHashMap<>();
        sorted.forEach(label -> probabilities.put(label.getClassName(), label.getProbability()));
        return new Result(sorted.get(0).getClassName(), probabilities);
    }

    private static void answer(Context context, Object body) {
        context.contentType("application/json").result(GSON.toJson(body));
    }

    @Override
    public void close() {
        server.stop();
        classifier.close();
    }

    record Request(List<String> texts) {}

    record Result(String label, Map<String, Double> probabilities) {}

    public static void main(String[] args) throws IOException {
        ClassifyService service = start(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 8080);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    }
}
