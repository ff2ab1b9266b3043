// Device memory, and host memory that the device knows (pinned). A device address is a host address.
//
// What a kernel does wrong with memory should show. New memory is filled with 0xA5, freed memory with 0xDD. Guard bytes
// stand around each allocation, from its exact end on, and are looked at after each launch and on free; pages without
// access would catch the write itself, but as a fault inside a JVM, which has its own use for that signal. A freed
// address is not given out again for a while, so that a stale pointer is met as what it is.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace kbsim {

enum class Place { DEVICE, PINNED, REGISTERED };

struct Allocation {
    std::uint64_t address;
    std::size_t bytes;
    Place place;
    const void *owner; // the context
    std::byte *base;   // null for registered memory, which is not ours
};

class Memory {
  public:
    ~Memory();
    // Null: no host memory left. Limits are the caller's business.
    const Allocation *allocate(std::size_t bytes, Place place, const void *owner);
    const Allocation *enlist(void *pointer, std::size_t bytes, const void *owner);
    void release(std::uint64_t address);
    void release_all(const void *owner);

    const Allocation *starting_at(std::uint64_t address) const;
    const Allocation *containing(std::uint64_t address, std::size_t bytes = 0) const;
    bool guards_intact(const Allocation &allocation) const;
    std::string damage() const; // the first damaged guard, in words; empty: none

    std::size_t device_bytes() const { return device_bytes_; }        // as asked for
    std::size_t device_footprint() const { return device_footprint_; } // as a GPU counts, in granules
    std::size_t device_allocations() const { return device_allocations_; }
    static std::size_t footprint(std::size_t bytes);

  private:
    void quarantine(std::byte *base, std::size_t bytes);

    struct Freed {
        std::byte *base;
        std::size_t bytes;
    };
    std::map<std::uint64_t, Allocation> live_;
    std::deque<Freed> freed_;
    std::size_t freed_bytes_ = 0, device_bytes_ = 0, device_footprint_ = 0, device_allocations_ = 0;
};

} // namespace kbsim
