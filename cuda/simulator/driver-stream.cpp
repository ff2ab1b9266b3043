// Streams and events.
#include "state.h"

using namespace kbsim;

CUresult cuStreamCreate(CUstream *stream, unsigned flags) {
    return in_context([&](Context &context) -> CUresult {
        if (!stream || flags > CU_STREAM_NON_BLOCKING) return CUDA_ERROR_INVALID_VALUE;
        const std::uint64_t handle = state().handle();
        context.streams[handle] = std::make_unique<Stream>(Stream{&context, flags != CU_STREAM_NON_BLOCKING, {}, {}});
        *stream = as<CUstream>(handle);
        return CUDA_SUCCESS;
    });
}

CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int) { return cuStreamCreate(stream, flags); }

CUresult cuStreamDestroy_v2(CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = look_up(context.streams, number(handle));
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        context.finish(*stream);
        for (auto &[h, event] : context.events) {
            if (event->mark && event->mark->stream == stream) event->mark->stream = nullptr;
        }
        context.streams.erase(number(handle));
        return context.error;
    });
}

CUresult cuStreamSynchronize(CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (stream->recording) {
            stream->recording->spoilt = true;
            return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
        }
        context.finish(*stream);
        return context.error;
    });
}

// A query of unfinished work does one piece of it, so that a loop of queries comes to an end.
CUresult cuStreamQuery(CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (!context.step(*stream)) return CUDA_SUCCESS;
        return context.error ? context.error : CUDA_ERROR_NOT_READY;
    });
}

static void finish(Context &context, Mark &mark) {
    while (!mark.done && mark.stream && context.step(*mark.stream)) {}
}

CUresult cuStreamWaitEvent(CUstream handle, CUevent event_handle, unsigned flags) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        Event *event = look_up(context.events, number(event_handle));
        if (!stream || !event) return CUDA_ERROR_INVALID_HANDLE;
        if (flags) return CUDA_ERROR_INVALID_VALUE;
        if (!event->mark || event->mark->done) return CUDA_SUCCESS;
        return context.enqueue(*stream, [&context, mark = event->mark]() -> CUresult {
            finish(context, *mark);
            return CUDA_SUCCESS;
        });
    });
}

CUresult cuEventCreate(CUevent *event, unsigned flags) {
    return in_context([&](Context &context) -> CUresult {
        if (!event || flags > 7) return CUDA_ERROR_INVALID_VALUE;
        const std::uint64_t handle = state().handle();
        context.events[handle] = std::make_unique<Event>(Event{&context, !(flags & CU_EVENT_DISABLE_TIMING), nullptr});
        *event = as<CUevent>(handle);
        return CUDA_SUCCESS;
    });
}

CUresult cuEventDestroy_v2(CUevent event) {
    return in_context([&](Context &context) -> CUresult {
        return context.events.erase(number(event)) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUresult cuEventRecord(CUevent event_handle, CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        Event *event = look_up(context.events, number(event_handle));
        if (!stream || !event) return CUDA_ERROR_INVALID_HANDLE;
        auto mark = std::make_shared<Mark>();
        mark->stream = stream;
        event->mark = mark;
        return context.enqueue(*stream, [mark]() -> CUresult {
            mark->done = true;
            mark->time = std::chrono::steady_clock::now();
            return CUDA_SUCCESS;
        });
    });
}

CUresult cuEventSynchronize(CUevent handle) {
    return in_context([&](Context &context) -> CUresult {
        Event *event = look_up(context.events, number(handle));
        if (!event) return CUDA_ERROR_INVALID_HANDLE;
        if (event->mark) finish(context, *event->mark);
        return context.error;
    });
}

CUresult cuEventQuery(CUevent handle) {
    return in_context([&](Context &context) -> CUresult {
        Event *event = look_up(context.events, number(handle));
        if (!event) return CUDA_ERROR_INVALID_HANDLE;
        if (!event->mark || event->mark->done) return CUDA_SUCCESS;
        if (event->mark->stream) context.step(*event->mark->stream);
        return context.error ? context.error : CUDA_ERROR_NOT_READY;
    });
}

CUresult cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end) {
    return in_context([&](Context &context) -> CUresult {
        Event *a = look_up(context.events, number(start)), *b = look_up(context.events, number(end));
        if (!milliseconds) return CUDA_ERROR_INVALID_VALUE;
        if (!a || !b || !a->timed || !b->timed || !a->mark || !b->mark) return CUDA_ERROR_INVALID_HANDLE;
        if (!a->mark->done || !b->mark->done) return CUDA_ERROR_NOT_READY;
        *milliseconds = std::chrono::duration<float, std::milli>(b->mark->time - a->mark->time).count();
        return CUDA_SUCCESS;
    });
}
