// What an error is called, and why the last one happened.
//
// The text of a launch failure goes on with the simulator's own diagnosis (which thread waits where), so a program that
// shows the driver's error text shows that too, without knowing that there is a simulator.
#include "state.h"
#include <set>
#include <string>

using namespace kbsim;

namespace {

struct Error {
    CUresult number;
    const char *name, *text;
};

#define ERROR(name, text) {name, #name, text}
constexpr Error ERRORS[] = {
    ERROR(CUDA_SUCCESS, "no error"),
    ERROR(CUDA_ERROR_INVALID_VALUE, "invalid argument"),
    ERROR(CUDA_ERROR_OUT_OF_MEMORY, "out of memory"),
    ERROR(CUDA_ERROR_NOT_INITIALIZED, "initialization error"),
    ERROR(CUDA_ERROR_NO_DEVICE, "no CUDA-capable device is detected"),
    ERROR(CUDA_ERROR_INVALID_DEVICE, "invalid device ordinal"),
    ERROR(CUDA_ERROR_INVALID_IMAGE, "device kernel image is invalid"),
    ERROR(CUDA_ERROR_INVALID_CONTEXT, "invalid device context"),
    ERROR(CUDA_ERROR_INVALID_HANDLE, "invalid resource handle"),
    ERROR(CUDA_ERROR_ILLEGAL_STATE, "the operation cannot be performed in the present state"),
    ERROR(CUDA_ERROR_NOT_FOUND, "named symbol not found"),
    ERROR(CUDA_ERROR_NOT_READY, "device not ready"),
    ERROR(CUDA_ERROR_ILLEGAL_ADDRESS, "an illegal memory access was encountered"),
    ERROR(CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, "too many resources requested for launch"),
    ERROR(CUDA_ERROR_CONTEXT_IS_DESTROYED, "context is destroyed"),
    ERROR(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, "part or all of the requested memory range is already mapped"),
    ERROR(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, "pointer does not correspond to a registered memory region"),
    ERROR(CUDA_ERROR_LAUNCH_FAILED, "unspecified launch failure"),
    ERROR(CUDA_ERROR_NOT_SUPPORTED, "operation not supported"),
    ERROR(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "operation not permitted when stream is capturing"),
    ERROR(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "operation failed due to a previous error during capture"),
    ERROR(CUDA_ERROR_UNKNOWN, "unknown error"),
};

const Error *find(CUresult number) {
    for (const Error &error : ERRORS) {
        if (error.number == number) return &error;
    }
    return nullptr;
}

const char *kept(const std::string &text) { // callers hold on to the pointer, as they may with a driver's constant
    static std::set<std::string> &all = *new std::set<std::string>;
    return all.insert(text).first->c_str();
}

} // namespace

CUresult cuGetErrorName(CUresult number, const char **name) {
    const Error *error = find(number);
    if (name) *name = error ? error->name : nullptr;
    return name && error ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

CUresult cuGetErrorString(CUresult number, const char **text) {
    return locked([&]() -> CUresult {
        const Error *error = find(number);
        if (text) *text = error ? error->text : nullptr;
        if (!text || !error) return CUDA_ERROR_INVALID_VALUE;
        const bool explained = number == CUDA_ERROR_LAUNCH_FAILED || number == CUDA_ERROR_ILLEGAL_ADDRESS;
        if (explained && !state().message.empty()) *text = kept(std::string(error->text) + " (" + state().message + ")");
        return CUDA_SUCCESS;
    });
}

const char *kbsim_message() {
    const char *text = "";
    locked([&]() -> CUresult {
        text = kept(state().message);
        return CUDA_SUCCESS;
    });
    return text;
}
