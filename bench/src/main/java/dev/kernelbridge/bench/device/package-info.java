/** What a GPU does at best, measured without any kernel of ours: what their times are compared with. */
package dev.kernelbridge.bench.device;
