// Graphs, as far as recording a stream's launches makes them: kernels, one after the other. What else a recorded stream is asked for is
// refused and spoils the recording, as the driver does with most of it; it could record copies as well.
#include "state.h"

using namespace kbsim;

CUresult cuStreamBeginCapture_v2(CUstream handle, int mode) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (mode < 0 || mode > 2) return CUDA_ERROR_INVALID_VALUE;
        if (stream == &context.default_stream) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
        if (stream->recording) return CUDA_ERROR_ILLEGAL_STATE;
        stream->recording = std::make_shared<Recording>();
        return CUDA_SUCCESS;
    });
}

CUresult cuStreamEndCapture(CUstream handle, CUgraph *graph) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (!graph) return CUDA_ERROR_INVALID_VALUE;
        *graph = nullptr;
        const auto recording = std::move(stream->recording);
        stream->recording = nullptr;
        if (!recording) return CUDA_ERROR_ILLEGAL_STATE;
        if (recording->spoilt) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
        const std::uint64_t made = state().handle();
        context.graphs[made] = std::make_unique<Graph>(Graph{recording->nodes});
        *graph = as<CUgraph>(made);
        return CUDA_SUCCESS;
    });
}

CUresult cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph handle, unsigned long long flags) {
    return in_context([&](Context &context) -> CUresult {
        Graph *graph = look_up(context.graphs, number(handle));
        if (!graph) return CUDA_ERROR_INVALID_HANDLE;
        if (!executable || flags) return CUDA_ERROR_INVALID_VALUE;
        if (!state().faults.graphs) return CUDA_ERROR_NOT_SUPPORTED;
        const std::uint64_t made = state().handle();
        context.executables[made] = std::make_unique<Graph>(*graph);
        *executable = as<CUgraphExec>(made);
        return CUDA_SUCCESS;
    });
}

// Each of its kernels is a launch, for the counter and for the failures that were asked for.
CUresult cuGraphLaunch(CUgraphExec handle, CUstream stream_handle) {
    return in_context([&](Context &context) -> CUresult {
        Graph *graph = look_up(context.executables, number(handle));
        Stream *stream = context.stream(stream_handle);
        if (!graph || !stream) return CUDA_ERROR_INVALID_HANDLE;
        for (const Node &node : graph->nodes) {
            const CUresult result = context.enqueue(*stream, [node, launch = state().faults.launches + 1] { return node(launch); });
            if (result) return result;
            ++state().faults.launches;
        }
        ++state().graph_launches;
        return CUDA_SUCCESS;
    });
}

CUresult cuGraphExecDestroy(CUgraphExec executable) {
    return in_context([&](Context &context) -> CUresult {
        return context.executables.erase(number(executable)) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUresult cuGraphDestroy(CUgraph graph) {
    return in_context([&](Context &context) -> CUresult {
        return context.graphs.erase(number(graph)) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}
