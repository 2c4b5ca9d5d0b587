package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that adds jformers-serving gets a model, and no choice of ours of how to log or to read settings. */
class DependenciesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ch/qos/logback/classic/Logger.class",
                "org/apache/logging/log4j/core/Logger.class",
                "org/slf4j/simple/SimpleLogger.class",
                "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
                "org/yaml/snakeyaml/Yaml.class",
                "org/snakeyaml/engine/v2/api/Load.class",
                "com/fasterxml/jackson/core/JsonFactory.class",
                "com/fasterxml/jackson/databind/ObjectMapper.class",
                "com/fasterxml/jackson/dataformat/yaml/YAMLFactory.class",
                "picocli/CommandLine.class",
                "org/apache/commons/cli/Options.class",
                "org/jline/terminal/Terminal.class"
            })
    void isAbsent(String resource) throws IOException {
        try (URLClassLoader classPath = classPath()) {
            assertEquals(List.of(), java.util.Collections.list(classPath.getResources(resource)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai/djl/engine/Engine.class",
                "ai/djl/pytorch/engine/PtEngine.class",
                "org/slf4j/Logger.class",
                "dev/jformers/PretrainedModel.class"
            })
    void isPresent(String resource) throws IOException {
        try (URLClassLoader classPath = classPath()) {
            assertEquals(
                    1,
                    java.util.Collections.list(classPath.getResources(resource)).size());
        }
    }

    @Test
    void thereAreFewOfThemAndNoneIsAModelOrData() throws IOException {
        List<Path> entries = RuntimeClassPath.dependencies();
        assertTrue(entries.stream().allMatch(Files::exists), entries::toString);
        assertTrue(entries.size() >= 8 && entries.size() <= 20, entries::toString);
        assertTrue(entries.stream().noneMatch(entry -> entry.toString().contains("langchain4j")), entries::toString);
    }

    private static URLClassLoader classPath() throws IOException {
        URL[] urls = RuntimeClassPath.dependencies().stream()
                .map(DependenciesTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path entry) {
        try {
            return new File(entry.toString()).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
