package dev.kernelbridge.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in Chromium: its charts are drawn, it says nothing on the console, asks the network for nothing, and fits a phone. */
final class BrowserTest {
    private static final Logger DEVTOOLS = Logger.getLogger("org.openqa.selenium.devtools");
    private static ChromeDriver browser;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        Optional<File> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = program("chromedriver");
        if (chromium.isEmpty() || driver.isEmpty()) {
            String reason = "no " + (chromium.isEmpty() ? "chromium" : "chromedriver")
                    + " in PATH; install Debian's packages chromium and chromium-driver";
            assertNotEquals("all", System.getProperty("kernelbridge.test.require"), reason);
            assumeTrue(false, reason);
        }
        DEVTOOLS.setLevel(Level.SEVERE); // it warns of a protocol version that we do not use
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.setCapability("goog:loggingPrefs", logs);
        // CI runs as root in a container, where Chromium has neither its sandbox nor a large /dev/shm.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-background-networking");
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow()).build(), options);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void drawsEveryChartOfTwoMachines() throws IOException {
        open(1280, Sample.full("alpha", false), Sample.full("beta", true));
        assertEquals(List.of("Prime counting", "Factorization", "Vector math"), titles("speedup"));
        assertEquals(List.of("countPrimes", "countPrimes", "sieve", "sieve", "factorizeAll semiprimes", "dot f64", "exp f64", "axpy f64"), titles("curves"));
        assertEquals(List.of("add", "callback"), titles("bridge"));
        assertEquals(List.of("countPrimes(1e6)"), titles("first"));
        assertEquals(14, drawn());
        assertEquals(List.of("JAVA, alpha", "JAVA, beta", "FFM, alpha", "FFM, beta", "CUDA, beta", "primesieve 11.0, alpha",
                "primesieve 11.0, beta"),
                js("return Chart.getChart(document.querySelector('#curves canvas[role=img]')).data.datasets.map(d => d.label)"));
        String text = browser.findElement(By.id("crossover")).getText();
        assertTrue(text.contains("None measured: libcuda.so.1 not found"), text);
        assertTrue(text.contains("from 10⁶ on CUDA; 3.33× as fast as FFM at 10⁶"), text);
        assertQuiet();
    }

    @Test
    void comparesWithPeers() throws IOException {
        open(1280, Sample.full("alpha", false));
        String text = browser.findElement(By.id("peers")).getText();
        assertTrue(text.contains("FFM vs primesieve 11.0"), text);
        assertTrue(text.contains("0.9×"), text);
        browser.findElement(By.cssSelector("#peers select")).sendKeys("Factorization");
        text = browser.findElement(By.id("peers")).getText();
        assertTrue(text.contains("FFM vs PARI 2.15") && text.contains("12.5×") && text.contains("faster"), text);
        assertQuiet();
    }

    @Test
    void drawsBarsWhereOneSizeMakesNoLine() throws IOException {
        open(1280, Sample.oneSize("quick"));
        assertEquals(List.of("countPrimes"), titles("curves"));
        assertEquals("bar", js("return Chart.getChart(document.querySelector('#curves canvas[role=img]')).config.type"));
        assertEquals(2, drawn());
        assertEquals(4, browser.findElements(By.cssSelector(".empty, .none")).size(),
                "crossover, peers, bridge and first say what is missing");
        assertQuiet();
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoRow() throws IOException {
        open(390, Sample.empty("nothing"));
        assertEquals(0, drawn());
        assertEquals("0 of 0 rows", browser.findElement(By.id("count")).getText());
        assertFits();
        assertQuiet();
    }

    @Test
    void filtersAndSortsTheRows() throws IOException {
        open(1280, Sample.full("alpha", false), Sample.full("beta", true));
        WebElement filter = browser.findElement(By.id("filter"));
        filter.sendKeys("cuda alpha primes");
        assertEquals(6, rows().size(), "three sizes, two variants");
        assertTrue(browser.findElement(By.id("count")).getText().startsWith("6 of "));
        assertTrue(rows().getFirst().getText().contains("missing: libcuda.so.1 not found"), rows().getFirst().getText());
        filter.sendKeys(Keys.chord(Keys.CONTROL, "a"), "no such row");
        assertEquals(0, rows().size());
        filter.sendKeys(Keys.chord(Keys.CONTROL, "a"), "bridge beta add");
        browser.findElement(By.xpath("//th/button[text()='median']")).sendKeys(Keys.ENTER);
        assertEquals(List.of("4 ns", "12 ns", "13 ns"), medians());
        browser.findElement(By.xpath("//th/button[text()='median']")).sendKeys(Keys.ENTER);
        assertEquals(List.of("13 ns", "12 ns", "4 ns"), medians());
        assertEquals("descending", browser.findElement(By.cssSelector("th[aria-sort]")).getDomAttribute("aria-sort"));
        assertQuiet();
    }

    @Test
    void switchesBetweenLightAndDark() throws IOException {
        browser.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        open(1280, Sample.full("alpha", false));
        js("localStorage.clear()");
        browser.navigate().refresh();
        assertEquals("dark", js("return document.documentElement.dataset.theme"), "as the system says");
        Object dark = js("return getComputedStyle(document.body).backgroundColor");
        WebElement button = browser.findElement(By.id("theme"));
        assertEquals("true", button.getDomAttribute("aria-pressed"));
        button.sendKeys(Keys.ENTER);
        assertEquals("light", js("return document.documentElement.dataset.theme"));
        assertNotEquals(dark, js("return getComputedStyle(document.body).backgroundColor"));
        assertEquals(14, drawn(), "and the charts are drawn anew");
        browser.navigate().refresh();
        assertEquals("light", js("return document.documentElement.dataset.theme"), "it is remembered");
        js("localStorage.clear()");
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        assertQuiet();
    }

    @Test
    void fitsAPhone() throws IOException {
        open(390, Sample.full("a machine with a rather long name, as cloud machines have them", true), Sample.full("beta", false));
        assertFits();
        js("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        assertFits();
        assertQuiet();
    }

    @Test
    void showsForeignTextAsText() throws IOException {
        String nasty = "</script><img src=x onerror=\"document.title='broken'\"><b>bold</b>";
        open(1280, Sample.oneSize(nasty).without("primes", nasty, "__proto__", nasty)
                .row(nasty, "constructor", "toString", "x", 1, nasty, 1));
        assertEquals("Kernelbridge: benchmark report", browser.getTitle());
        assertEquals(nasty, browser.findElement(By.cssSelector(".machine h3")).getText());
        assertEquals(0, browser.findElements(By.cssSelector("img, main b b, h3 b")).size());
        assertTrue(browser.findElement(By.cssSelector("td.reason")).getText().endsWith(nasty));
        assertQuiet();
    }

    @Test
    void choosesTheMachinesOfTheCharts() throws IOException {
        open(1280, Sample.full("alpha", false), Sample.full("beta", true));
        assertTrue(browser.findElement(By.id("peers")).getText().contains("beta"));
        browser.findElements(By.cssSelector(".machine input")).get(1).click();
        assertEquals(14, drawn());
        assertEquals(false, browser.findElement(By.id("peers")).getText().contains("beta"));
        browser.findElements(By.cssSelector(".machine input")).get(0).click();
        assertEquals(0, drawn(), "no machine, no chart");
        assertQuiet();
    }

    private static void open(int width, Sample... samples) throws IOException {
        List<Run> runs = Arrays.stream(samples).map(Sample::run).toList();
        Path page = Files.writeString(folder.resolve("page.html"), Page.html(PageData.of(runs, "2026-11-21T08:00:00Z")));
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        browser.manage().logs().get(LogType.BROWSER);
        browser.manage().logs().get(LogType.PERFORMANCE);
        browser.get(page.toUri().toString());
        assertEquals("true", js("return document.documentElement.dataset.ready"), "the scripts ran to their end");
    }

    private static Object js(String script) {
        return browser.executeScript(script);
    }

    private static List<String> titles(String section) {
        return browser.findElements(By.cssSelector("#" + section + " figure h4")).stream().map(WebElement::getText).toList();
    }

    private static List<WebElement> rows() {
        return browser.findElements(By.cssSelector("#table tbody tr"));
    }

    private static List<String> medians() {
        return rows().stream().map(row -> row.findElements(By.tagName("td")).get(6).getText()).toList();
    }

    /** How many charts there are; each has coloured pixels, a name, and its figures as a table. */
    private static int drawn() {
        @SuppressWarnings("unchecked")
        List<String> problems = (List<String>) js("""
                const problems = [];
                for (const canvas of document.querySelectorAll('canvas[role=img]')) {
                  const name = canvas.getAttribute('aria-label') || 'a chart without a name';
                  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  let coloured = 0;
                  for (let i = 0; i < pixels.length; i += 4) {
                    const rgb = pixels.subarray(i, i + 3), most = Math.max(...rgb), least = Math.min(...rgb);
                    if (pixels[i + 3] > 200 && most - least > 60) coloured++;
                  }
                  if (coloured < 50) problems.push(name + ': ' + coloured + ' coloured pixels');
                  if (!Chart.getChart(canvas)) problems.push(name + ': no chart');
                  if (canvas.closest('figure').querySelectorAll('details tbody tr').length === 0) problems.push(name + ': no table');
                }
                return problems;
                """);
        assertEquals(List.of(), problems);
        return browser.findElements(By.cssSelector("canvas[role=img]")).size();
    }

    private static void assertFits() {
        assertEquals(390L, js("return document.documentElement.scrollWidth"), "the page is as wide as the phone");
        assertEquals(List.of(), js("""
                return [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > 391)
                    .map(e => e.outerHTML.slice(0, 100))
                """));
    }

    private static void assertQuiet() throws IOException {
        assertEquals(List.of(), browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList());
        Set<String> requested = new HashSet<>();
        for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = new ObjectMapper().readTree(entry.getMessage()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                requested.add(message.path("params").path("request").path("url").asText());
            }
        }
        requested.removeIf(url -> url.startsWith("data:"));
        assertEquals(Set.of(folder.resolve("page.html").toUri().toString()), requested);
    }

    private static Optional<File> program(String... names) {
        return Stream.of(names).flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(p -> new File(p, name)))
                .filter(File::canExecute).findFirst();
    }
}
