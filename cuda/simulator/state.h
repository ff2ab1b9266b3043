// What the driver remembers: contexts, streams, events, modules; and the one lock around all of it.
//
// Every call takes the lock and keeps it until it returns, kernels included: the simulated device does one thing at a
// time, a launch spreads over all cores by itself, and nothing can race. Handles are numbers that are never given out
// twice, looked up in a table at each use, so that a stale one is an error and never memory that has become something
// else.
//
// A stream is a queue that runs as late as CUDA allows: when something waits for it (synchronize, a blocking copy, a
// free, a query). A program that forgets to wait reads old data here every time, on a GPU only sometimes. Likewise a
// failing launch is reported by the next call that waits, and from then on by every call, until the context is
// destroyed.
#pragma once
#include "api.h"
#include "faults.h"
#include "memory.h"
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace kbsim {

struct Kernel;
struct Context;

// A kernel with its parameters, to be run as the launch of that number.
using Node = std::function<CUresult(std::uint64_t launch)>;

struct Graph {
    std::vector<Node> nodes; // one after the other
};

struct Recording { // of a stream
    std::vector<Node> nodes;
    bool spoilt = false;
};

struct Stream {
    Context *context;
    bool blocking; // waits for the default stream and is waited for by it
    std::deque<std::function<CUresult()>> queue;
    std::shared_ptr<Recording> recording; // null: what is launched runs
};

struct Mark { // one recording of an event
    Stream *stream;
    bool done = false;
    std::chrono::steady_clock::time_point time;
};

struct Event {
    Context *context;
    bool timed;
    std::shared_ptr<Mark> mark; // null: never recorded
};

struct Function {
    const Kernel *kernel;
    int dynamic_limit;
};

struct Module {
    Context *context;
    std::map<const Kernel *, CUfunction> functions;
};

struct Context {
    int references = 0; // 0: not alive
    bool primary = false;
    CUresult error = CUDA_SUCCESS; // sticky
    std::map<std::uint64_t, std::unique_ptr<Stream>> streams;
    std::map<std::uint64_t, std::unique_ptr<Event>> events;
    std::map<std::uint64_t, std::unique_ptr<Module>> modules;
    std::map<std::uint64_t, std::unique_ptr<Function>> functions;
    std::map<std::uint64_t, std::unique_ptr<Graph>> graphs, executables;
    Stream default_stream{this, true, {}, {}};

    Stream *stream(CUstream handle); // 0, 1 and 2 are the default stream; null: no such stream
    void finish(Stream &stream);     // runs what is queued
    void finish_blocking();          // … on all streams that the default stream waits for
    void finish_all();
    bool step(Stream &stream);       // runs one operation; false: there is none
    CUresult enqueue(Stream &stream, std::function<CUresult()> operation);
    void fail(CUresult error, std::string why);
    void clear(); // as a new one: no streams, events, modules, memory, error
};

struct State {
    std::mutex mutex;
    bool initialized = false, configured = false;
    Faults faults;
    Memory memory;
    std::string message;
    std::uint64_t graph_launches = 0;
    std::map<std::uint64_t, std::unique_ptr<Context>> contexts; // the primary one is there from the start
    std::uint64_t next_handle = 0x51000000;

    std::uint64_t handle() { return next_handle += 16; }
    Context &primary();
    Context *context(CUcontext handle);
};

State &state();
std::vector<CUcontext> &current_stack(); // this thread's

template <class Handle> std::uint64_t number(Handle h) { return reinterpret_cast<std::uint64_t>(h); }
template <class Handle> Handle as(std::uint64_t number) { return reinterpret_cast<Handle>(number); }

template <class T> T *look_up(const std::map<std::uint64_t, std::unique_ptr<T>> &table, std::uint64_t handle) {
    const auto found = table.find(handle);
    return found == table.end() ? nullptr : found->second.get();
}

// The three kinds of calls, by what they need. No C++ exception leaves the library.
template <class F> CUresult locked(F call) {
    try {
        std::lock_guard lock(state().mutex);
        return call();
    } catch (const std::bad_alloc &) {
        return CUDA_ERROR_OUT_OF_MEMORY;
    } catch (...) {
        return CUDA_ERROR_UNKNOWN;
    }
}

template <class F> CUresult initialized(F call) {
    return locked([&]() -> CUresult { return state().initialized ? call() : CUDA_ERROR_NOT_INITIALIZED; });
}

template <class F> CUresult in_context(F call) {
    return initialized([&]() -> CUresult {
        if (state().faults.lost()) return CUDA_ERROR_UNKNOWN;
        if (current_stack().empty() || !current_stack().back()) return CUDA_ERROR_INVALID_CONTEXT;
        Context *context = state().context(current_stack().back());
        if (!context) return CUDA_ERROR_CONTEXT_IS_DESTROYED;
        if (context->error) return context->error;
        return call(*context);
    });
}

} // namespace kbsim
