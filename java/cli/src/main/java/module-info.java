/** The {@code kernels} command. */
module dev.kernelbridge.cli {
    requires dev.kernelbridge;
    requires dev.kernelbridge.bind;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires com.fasterxml.jackson.core;

    // picocli sets the annotated fields
    opens dev.kernelbridge.cli to info.picocli;

    provides System.LoggerFinder with dev.kernelbridge.cli.Warnings;
}
