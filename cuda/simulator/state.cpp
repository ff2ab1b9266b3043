// Contexts and their queues; see state.h.
#include "state.h"
#include <pthread.h>

namespace kbsim {

State &state() {
    static State &the_one = *new State; // never destroyed: a thread may be in a call when the process exits
    return the_one;
}

// A pthread key and not a thread_local: each Java thread that calls the driver would get its own copy of shared memory
// with it.
std::vector<CUcontext> &current_stack() {
    static pthread_key_t key;
    static const int once =
        pthread_key_create(&key, [](void *stack) { delete static_cast<std::vector<CUcontext> *>(stack); });
    (void)once;
    void *stack = pthread_getspecific(key);
    if (!stack) pthread_setspecific(key, stack = new std::vector<CUcontext>);
    return *static_cast<std::vector<CUcontext> *>(stack);
}

static constexpr std::uint64_t PRIMARY = 0x50000000;

Context &State::primary() {
    auto &context = contexts[PRIMARY];
    if (!context) {
        context = std::make_unique<Context>();
        context->primary = true;
    }
    return *context;
}

Context *State::context(CUcontext handle) {
    Context *found = look_up(contexts, number(handle));
    return found && found->references > 0 ? found : nullptr;
}

Stream *Context::stream(CUstream handle) {
    return number(handle) <= 2 ? &default_stream : look_up(streams, number(handle));
}

bool Context::step(Stream &stream) {
    if (stream.queue.empty()) return false;
    const auto operation = std::move(stream.queue.front());
    stream.queue.pop_front();
    const CUresult result = operation();
    if (result && !error) fail(result, state().message);
    return true;
}

void Context::finish(Stream &stream) {
    while (step(stream)) {}
}

void Context::finish_blocking() {
    finish(default_stream);
    for (auto &[handle, stream] : streams) {
        if (stream->blocking) finish(*stream);
    }
}

void Context::finish_all() {
    finish(default_stream);
    for (auto &[handle, stream] : streams) finish(*stream);
}

// The default stream and the blocking ones take turns, in the order of the calls.
CUresult Context::enqueue(Stream &stream, std::function<CUresult()> operation) {
    if (stream.recording) {
        stream.recording->spoilt = true;
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    if (&stream == &default_stream) {
        for (auto &[handle, other] : streams) {
            if (other->blocking) finish(*other);
        }
    } else if (stream.blocking) {
        finish(default_stream);
    }
    if (error) return error;
    stream.queue.push_back(std::move(operation));
    return CUDA_SUCCESS;
}

void Context::fail(CUresult result, std::string why) {
    error = result;
    state().message = std::move(why);
    default_stream.queue.clear();
    for (auto &[handle, stream] : streams) stream->queue.clear();
}

void Context::clear() {
    default_stream.queue.clear();
    functions.clear();
    modules.clear();
    graphs.clear();
    executables.clear();
    events.clear();
    streams.clear();
    state().memory.release_all(this);
    error = CUDA_SUCCESS;
}

} // namespace kbsim
