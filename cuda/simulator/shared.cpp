// Shared memory: every __shared__ variable is a thread_local, one copy for each OS worker, which runs one block at a
// time.
//
// A GPU leaves in it whatever the last block wrote; here it is filled with 0xA5 before each block, so that a kernel
// that forgets to clear its memory computes rubbish at once. The fill needs the address of variables that only the
// kernels name: it takes this library's whole thread-local segment, in which nothing else lives but `here`, which is
// set after it.
#include "block.h"
#include <cstring>
#include <link.h>

// `extern __shared__ unsigned char dynamic_shared[];` in a kernel. The end is a guard.
static constexpr unsigned GUARD_BYTES = 256;
alignas(128) thread_local unsigned char dynamic_shared[kbsim::MAX_DYNAMIC_SHARED + GUARD_BYTES];

namespace kbsim {

static constexpr int PATTERN = 0xA5, GUARD = 0xC7;

static int find(dl_phdr_info *module, size_t, void *result) {
    auto *own = reinterpret_cast<unsigned char *>(&here);
    for (int i = 0; i < module->dlpi_phnum; ++i) {
        const auto &header = module->dlpi_phdr[i];
        auto *begin = static_cast<unsigned char *>(module->dlpi_tls_data);
        if (header.p_type != PT_TLS || !begin || own < begin || own >= begin + header.p_memsz) continue;
        *static_cast<SharedMemory *>(result) = {begin, begin + header.p_memsz};
        return 1;
    }
    return 0;
}

void SharedMemory::fill(unsigned dynamic_bytes) {
    if (!begin) dl_iterate_phdr(find, this);
    unsigned char *dynamic = dynamic_shared;
    std::memset(begin, PATTERN, dynamic - begin);
    std::memset(dynamic + sizeof dynamic_shared, PATTERN, end - dynamic - sizeof dynamic_shared);
    std::memset(dynamic, PATTERN, dynamic_bytes);
    std::memset(dynamic + dynamic_bytes, GUARD, GUARD_BYTES);
}

bool SharedMemory::intact(unsigned dynamic_bytes) const {
    for (unsigned i = 0; i < GUARD_BYTES; ++i) {
        if (dynamic_shared[dynamic_bytes + i] != GUARD) return false;
    }
    return true;
}

} // namespace kbsim
