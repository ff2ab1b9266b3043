/**
 * The CUDA backend: the kernels of {@code cuda/} on NVIDIA GPUs, through JCuda's driver API, or on the simulator.
 *
 * <table>
 * <caption>Who does what</caption>
 * <tr><td>{@code CudaBackend}, {@code CudaRuntime}</td><td>whether CUDA works here: the ladder, each rung one sentence</td></tr>
 * <tr><td>{@code DriverLibrary}, {@code Simulator}, {@code KernelImage}</td><td>what is loaded: JCuda, the driver or the simulator in
 * its place, the fatbin; {@code BuildNote} says why one is not in the jar</td></tr>
 * <tr><td>{@code Gpu}, {@code Geometry}</td><td>what a device has, and how large units and launches are for it</td></tr>
 * <tr><td>{@code Driver}, {@code Context}</td><td>result codes, and driver calls from any thread</td></tr>
 * <tr><td>{@code Memory}, {@code Stream}, {@code Lane}, {@code Lanes}</td><td>what a call borrows: buffers and streams</td></tr>
 * <tr><td>{@code CudaEngine} and {@code CudaPrimes}, {@code CudaFactors}, {@code CudaVectors}</td><td>the kernels</td></tr>
 * <tr><td>{@code HostPipeline}, {@code CudaResident}, {@code DeviceTables}</td><td>data: in chunks through the
 * device, or kept there</td></tr>
 * </table>
 */
package dev.kernelbridge.cuda;
