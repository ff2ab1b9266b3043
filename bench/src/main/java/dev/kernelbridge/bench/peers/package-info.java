/** What people would use instead of ours, one file each, behind one small interface for each kernel. */
package dev.kernelbridge.bench.peers;
