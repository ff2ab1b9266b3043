package dev.kernelbridge.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of a peer from Maven, as its jar says it: so that its name cannot differ from what the pom pins. */
final class MavenVersion {
    private MavenVersion() {
    }

    static String of(String group, String artifact) {
        String resource = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = MavenVersion.class.getResourceAsStream(resource)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unknown version";
        }
    }
}
