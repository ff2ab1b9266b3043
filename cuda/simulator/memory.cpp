// Allocations with guards, and the quarantine of freed ones; see memory.h.
#include "memory.h"
#include <cstdlib>
#include <cstring>

namespace kbsim {

static constexpr std::size_t ALIGNMENT = 256;        // cuMemAlloc's own
static constexpr std::size_t GUARD_BYTES = 256;      // before and behind
static constexpr std::size_t GRANULE = 512;          // what an allocation counts for at least
static constexpr std::size_t QUARANTINE_BYTES = 32 << 20, QUARANTINE_COUNT = 256;
static constexpr int GUARD = 0xC7, FRESH = 0xA5, FREED = 0xDD;

std::size_t Memory::footprint(std::size_t bytes) { return (bytes + GRANULE - 1) / GRANULE * GRANULE; }

const Allocation *Memory::allocate(std::size_t bytes, Place place, const void *owner) {
    const std::size_t total = (bytes + 2 * GUARD_BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    auto *base = static_cast<std::byte *>(std::aligned_alloc(ALIGNMENT, total));
    if (!base) return nullptr;
    std::memset(base, GUARD, GUARD_BYTES);
    std::memset(base + GUARD_BYTES, FRESH, bytes);
    std::memset(base + GUARD_BYTES + bytes, GUARD, GUARD_BYTES);
    const auto address = reinterpret_cast<std::uint64_t>(base + GUARD_BYTES);
    if (place == Place::DEVICE) {
        device_bytes_ += bytes;
        device_footprint_ += footprint(bytes);
        ++device_allocations_;
    }
    return &(live_[address] = {address, bytes, place, owner, base});
}

const Allocation *Memory::enlist(void *pointer, std::size_t bytes, const void *owner) {
    const auto address = reinterpret_cast<std::uint64_t>(pointer);
    return &(live_[address] = {address, bytes, Place::REGISTERED, owner, nullptr});
}

void Memory::release(std::uint64_t address) {
    const auto found = live_.find(address);
    const Allocation gone = found->second;
    live_.erase(found);
    if (gone.place == Place::DEVICE) {
        device_bytes_ -= gone.bytes;
        device_footprint_ -= footprint(gone.bytes);
        --device_allocations_;
    }
    if (gone.base) {
        std::memset(gone.base + GUARD_BYTES, FREED, gone.bytes);
        quarantine(gone.base, gone.bytes);
    }
}

void Memory::release_all(const void *owner) {
    for (auto i = live_.begin(); i != live_.end();) {
        const auto next = std::next(i);
        if (i->second.owner == owner) release(i->first);
        i = next;
    }
}

void Memory::quarantine(std::byte *base, std::size_t bytes) {
    freed_.push_back({base, bytes});
    freed_bytes_ += bytes;
    while (freed_bytes_ > QUARANTINE_BYTES || freed_.size() > QUARANTINE_COUNT) {
        std::free(freed_.front().base);
        freed_bytes_ -= freed_.front().bytes;
        freed_.pop_front();
    }
}

Memory::~Memory() {
    for (const auto &[address, allocation] : live_) std::free(allocation.base);
    for (const Freed &freed : freed_) std::free(freed.base);
}

const Allocation *Memory::starting_at(std::uint64_t address) const {
    const auto found = live_.find(address);
    return found == live_.end() ? nullptr : &found->second;
}

const Allocation *Memory::containing(std::uint64_t address, std::size_t bytes) const {
    auto next = live_.upper_bound(address);
    if (next == live_.begin()) return nullptr;
    const Allocation &a = std::prev(next)->second;
    const std::uint64_t offset = address - a.address;
    return offset <= a.bytes && bytes <= a.bytes - offset ? &a : nullptr;
}

bool Memory::guards_intact(const Allocation &a) const {
    struct Guard {
        std::byte bytes[GUARD_BYTES];
        Guard() { std::memset(bytes, GUARD, sizeof bytes); }
    };
    static const Guard guard;
    return !a.base || (std::memcmp(a.base, guard.bytes, GUARD_BYTES) == 0 &&
                       std::memcmp(a.base + GUARD_BYTES + a.bytes, guard.bytes, GUARD_BYTES) == 0);
}

std::string Memory::damage() const {
    for (const auto &[address, a] : live_) {
        if (guards_intact(a)) continue;
        const bool before = std::memcmp(a.base, a.base + 1, GUARD_BYTES - 1) != 0;
        return std::string("wrote ") + (before ? "before" : "behind") + " an allocation of " + std::to_string(a.bytes) +
               " bytes";
    }
    return "";
}

} // namespace kbsim
