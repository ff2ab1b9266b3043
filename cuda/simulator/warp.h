// Shuffles and votes. Each lane says what it brings and which lane it wants, and waits for the others (Block::meet).
//
// __activemask() answers with the calling lane alone. A GPU may do so at any time, lanes need never run together, and
// code that counts on more than that is wrong there too, only less often.
#pragma once
#include "block.h"

namespace kbsim {

inline int lane() { return int(here.block->lane()); }

template <class T> T shuffle(unsigned mask, T value, int source, Site site) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "CUDA shuffles 32 or 64 bits");
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    bits = here.block->meet(Wait::SHUFFLE, mask, bits, source, site);
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline std::uint64_t vote(unsigned mask, int predicate, Site site) {
    return here.block->meet(Wait::VOTE, mask, predicate != 0, 0, site);
}

} // namespace kbsim

inline void __syncwarp(unsigned mask = ~0u, KBSIM_SITE) {
    kbsim::here.block->meet(kbsim::Wait::WARP_SYNC, mask, 0, 0, {file, line});
}

template <class T> T __shfl_sync(unsigned mask, T value, int source, int width = 32, KBSIM_SITE) {
    int first = kbsim::lane() & ~(width - 1);
    return kbsim::shuffle(mask, value, first + (source & (width - 1)), {file, line});
}

template <class T> T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32, KBSIM_SITE) {
    int me = kbsim::lane(), from = me - int(delta);
    return kbsim::shuffle(mask, value, from < (me & ~(width - 1)) ? me : from, {file, line});
}

template <class T> T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32, KBSIM_SITE) {
    int me = kbsim::lane(), from = me + int(delta);
    return kbsim::shuffle(mask, value, from > (me | (width - 1)) ? me : from, {file, line});
}

template <class T> T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32, KBSIM_SITE) {
    int me = kbsim::lane(), from = me ^ lanes;
    return kbsim::shuffle(mask, value, from > (me | (width - 1)) ? me : from, {file, line});
}

inline unsigned __ballot_sync(unsigned mask, int predicate, KBSIM_SITE) {
    return unsigned(kbsim::vote(mask, predicate, {file, line}));
}
inline int __any_sync(unsigned mask, int predicate, KBSIM_SITE) {
    return unsigned(kbsim::vote(mask, predicate, {file, line})) != 0;
}
inline int __all_sync(unsigned mask, int predicate, KBSIM_SITE) {
    std::uint64_t votes = kbsim::vote(mask, predicate, {file, line});
    return unsigned(votes) == unsigned(votes >> 32);
}
inline unsigned __activemask() { return 1u << kbsim::lane(); }
