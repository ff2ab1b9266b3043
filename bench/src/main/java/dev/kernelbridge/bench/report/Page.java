package dev.kernelbridge.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts template, style, scripts, chart library and data into one file. A results file may come from anybody, so its text is data
 * and never markup: it is escaped in here, the scripts show it as text, and the page's policy runs no script but ours and loads
 * nothing.
 */
final class Page {
    private static final String LIBRARY = "META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";
    private static final List<String> SCRIPTS = List.of("dom", "format", "data", "theme", "frame", "bars", "lines", "key", "machines",
            "speedup", "curves", "calls", "crossover", "peers", "table", "main");
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {
    }

    /** The whole page. */
    static String html(PageData data) {
        String style = resource("report/page.css");
        String library = resource(LIBRARY.formatted(libraryVersion())).replaceFirst("(?m)^//# sourceMappingURL=.*$", "");
        String scripts = SCRIPTS.stream().map(name -> resource("report/" + name + ".js")).collect(Collectors.joining("\n"));
        String policy = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src " + hash(style)
                + "; script-src " + hash(library) + " " + hash(scripts);
        Map<String, String> parts = Map.of("policy", policy,
                "style", style, "library", library, "scripts", scripts, "data", json(data));
        return PLACE.matcher(resource("report/page.html")).replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    /** JSON that may stand inside a script element: no {@code <}, so nothing there can end it or begin another. */
    static String json(Object value) {
        try {
            return new JsonMapper().writeValueAsString(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String libraryVersion() {
        Properties pom = new Properties();
        try {
            pom.load(new StringReader(resource("META-INF/maven/org.webjars.npm/chart.js/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path; build benchmarks.jar anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
