package dev.jformers.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyServiceTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static ClassifyService service;

    @BeforeAll
    static void start() throws IOException {
        service = ClassifyService.start(Path.of(System.getProperty("test.model")), 0);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void eachTextGetsItsLabelAndAllProbabilities() throws Exception {
        JsonArray results = JsonParser.parseString(
                        post("{\"texts\": [\"hello plant\", \"a zebra, the plant\"]}", 200))
                .getAsJsonObject()
                .getAsJsonArray("results");
        assertEquals(2, results.size());
        for (JsonElement element : results) {
            JsonObject result = element.getAsJsonObject();
            JsonObject probabilities = result.getAsJsonObject("probabilities");
            assertEquals(Set.of("animal", "artifact", "food", "person", "plant"), probabilities.keySet());
            double sum = probabilities.asMap().values().stream()
                    .mapToDouble(JsonElement::getAsDouble)
                    .sum();
            assertEquals(1, sum, 1e-6);
            String first = probabilities.keySet().iterator().next();
            assertEquals(first, result.get("label").getAsString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"texts\": \"one\"}", "[", "{\"texts\": [null]}"})
    void badRequestsAreTheCallersFault(String body) throws Exception {
        assertTrue(post(body, 400).contains("text") || body.equals("["));
    }

    @Test
    void healthIsUp() throws Exception {
        assertEquals("{\"status\":\"up\"}", send(request("/health").GET().build(), 200));
    }

    private static String post(String body, int expectedStatus) throws IOException, InterruptedException {
        return send(
                request("/classify").POST(BodyPublishers.ofString(body)).build(), expectedStatus);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
    }

    private static String send(HttpRequest request, int expectedStatus) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        assertEquals(expectedStatus, response.statusCode(), response.body());
        return response.body();
    }
}
